import { expect, test } from "vitest";
import { column } from "../../../sandbox/page/play-page.ts";
import { seriousViolations } from "../../../sandbox/page/serious-violations.ts";
import { readObject } from "../../../sandbox/stand-ins/slack/json.ts";
import { connectClient } from "../stand-ins/slack/slack-web-client.ts";
import { previewOf } from "../stand-ins/slack/unfurl/unfurl-setup.ts";
import { shareBrowser } from "./browser-setup.ts";

const { open, page } = shareBrowser();

/** Links of personas that the bot does not have, so that all previews are of the test's making. */
const first = "https://personas.example/p/per_none?a=1&b=2";
const second = "https://personas.example/p/per_nowhere";
const kept = [first.replaceAll("&", "&amp;"), second];

test("a link that is typed on Slack is shown with its previews, and a button in one is pressed", async () => {
  const { tab, problems } = await open();
  const { slack } = page().sandbox.world;
  const presses: unknown[] = [];
  slack.onEvent(({ what, body }) => void (what === "interactive" && presses.push(body)));
  const slackColumn = column(tab, "slack");

  await slackColumn.getByRole("combobox", { name: "Message, Slack" }).fill(`Meet ${first} and ${second}.`);
  await tab.keyboard.press("Enter");
  const article = slackColumn.getByRole("article").filter({ hasText: "Meet" });
  await article.getByRole("link", { name: first }).waitFor();
  const message = slack.messages("C0GENERAL").at(-1);
  const { event } = readObject(message && slack.linkEvent(message)?.payload);
  expect(event).toMatchObject({ type: "link_shared", links: kept.map((url) => ({ url })) });

  const previews = Object.fromEntries(kept.map((url) => [url, previewOf(`About ${url}`)]));
  const made = {
    type: "mrkdwn",
    text: "Made: <!date^1700000000^{date_short_pretty} at {time}|then>",
  } as const;
  const unfurls = { ...previews, [kept[0] ?? ""]: { blocks: [{ type: "section" as const, text: made }] } };
  await connectClient(slack).chat.unfurl({ channel: "C0GENERAL", ts: message?.ts ?? "", unfurls });
  const preview = article.getByRole("blockquote", { name: `Preview of ${second}` });
  await preview.getByText(`About ${second}`).waitFor();
  await article.locator('time[datetime="2023-11-14T22:13:20.000Z"]').waitFor();
  await preview.getByText("Added by PersonaForge").waitFor();
  expect(await seriousViolations(tab)).toEqual([]);
  expect(await article.getByRole("blockquote").count()).toBe(2);
  await preview.getByRole("button", { name: "Talk" }).click();

  await expect
    .poll(() => presses)
    .toMatchObject([{ container: { is_app_unfurl: true, app_unfurl_url: second, attachment_id: 2 } }]);
  expect(problems).toEqual([]);
});

test("the bot that the page runs is told of the same domains", () => {
  const { env, slack } = page().sandbox.world;

  expect(env.SLACK_PREVIEW_DOMAINS).toBe("personas.example");
  expect(slack.workspace.unfurlDomains).toEqual(["personas.example"]);
  expect([...slack.credentials.scopes]).toEqual(expect.arrayContaining(["links:read", "links:write"]));
});
