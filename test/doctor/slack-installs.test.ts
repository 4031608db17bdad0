import { createServer } from "node:http";
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

  const { clientId, clientSecret, signingSecret } = grid.credentials;
  const app = {
    SLACK_CLIENT_ID: clientId,
    SLACK_CLIENT_SECRET: clientSecret,
    SLACK_SIGNING_SECRET: signingSecret,
  };

  const { report, said } = await examine({ ...app, SLACK_API_URL: grid.apiUrl, ...change });

  expect(said).toContain(sentence);
  expect(said).toContain("https://bot.example.com/slack/install");
  expect(report).not.toContain(clientSecret);
});

test("the doctor takes a proxy's page for no word of Slack's", async () => {
  const proxy = createServer((_request, response) =>
    response.writeHead(200).end("<html>Please log in</html>"),
  );
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void proxy.close());
  const address = proxy.address();
  const port = typeof address === "object" && address ? address.port : 0;

  const { report, said } = await examine({
    SLACK_CLIENT_ID: "1.2",
    SLACK_CLIENT_SECRET: "any-client-secret",
    SLACK_SIGNING_SECRET: "any-signing-secret",
    SLACK_API_URL: `http://127.0.0.1:${port}/api/`,
  });

  expect(said).toContain("What answers there is not Slack.");
  expect(report).not.toContain("Please log in");
});

async function examine(app: { [variable: string]: string }) {
  const { report, examination } = await diagnose({
    environment: {
      PUBLIC_URL: "https://bot.example.com",
      PORT: "0",
      ENCRYPTION_KEYS: Buffer.alloc(32).toString("base64"),
      DATABASE_URL: `file:${makeFolder()}/bot.db`,
      TAVUS_API_URL: "http://127.0.0.1:9",
      ...app,
    },
  });
  const slack = examination.sections.find(({ heading }) => heading === "Slack");
  return { report, said: JSON.stringify(slack) };
}
