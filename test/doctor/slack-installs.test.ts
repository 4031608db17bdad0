import { expect, onTestFinished, test } from "vitest";
import { createSlackGrid } from "../../sandbox/stand-ins/slack/grid/grid.ts";
import { diagnose } from "../../src/doctor/doctor.ts";
import { makeFolder } from "../support/databases.ts";

test.each([
  ["as they are", {}, "Slack knows SLACK_CLIENT_ID and takes SLACK_CLIENT_SECRET."],
  ["with another secret", { SLACK_CLIENT_SECRET: "another-secret" }, "Slack refused SLACK_CLIENT_SECRET."],
  ["with another id", { SLACK_CLIENT_ID: "1.2" }, "Slack refused SLACK_CLIENT_ID."],
  [
    "and says what it cannot know of previews",
    { SLACK_PREVIEW_DOMAINS: "personas.example" },
    "Links to personas.example show a card where the app has links:read and links:write",
  ],
])("the doctor asks Slack about the app's id and secret %s", async (_what, change, sentence) => {
  const grid = await createSlackGrid({ workspaces: [{ teamId: "T0ONE" }] });
  onTestFinished(() => grid.close());

  const { report, examination } = await diagnose({
    environment: {
      SLACK_CLIENT_ID: grid.credentials.clientId,
      SLACK_CLIENT_SECRET: grid.credentials.clientSecret,
      SLACK_SIGNING_SECRET: grid.credentials.signingSecret,
      SLACK_API_URL: grid.apiUrl,
      PUBLIC_URL: "https://bot.example.com",
      PORT: "0",
      ENCRYPTION_KEYS: Buffer.alloc(32).toString("base64"),
      DATABASE_URL: `file:${makeFolder()}/bot.db`,
      TAVUS_API_URL: "http://127.0.0.1:9",
      ...change,
    },
  });

  const slack = examination.sections.find(({ heading }) => heading === "Slack");
  expect(JSON.stringify(slack)).toContain(sentence);
  expect(JSON.stringify(slack)).toContain("https://bot.example.com/slack/install");
  expect(report).not.toContain(grid.credentials.clientSecret);
});
