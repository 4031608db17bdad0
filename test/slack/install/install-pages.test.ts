import { webApi } from "@slack/bolt";
import { expect, test } from "vitest";
import { failedPage } from "../../../src/slack/install/install-pages.ts";

const refused = (error: string) => new webApi.WebAPIPlatformError({ ok: false, error });
const ledBack = new Error("led back without a code");

test.each<[string, Error, string | null, RegExp]>([
  ["that somebody cancelled", ledBack, "access_denied", /You cancelled it/],
  [
    "in its address that it is not distributed",
    ledBack,
    "invalid_team_for_non_distributed_app",
    /Manage Distr/,
  ],
  [
    "for the code that it is not distributed",
    refused("invalid_team_for_non_distributed_app"),
    null,
    /Manage/,
  ],
  ["one of its words for a wrong id", refused("bad_client_id"), null, /whoever runs the bot: npm run doctor/],
  ["the other", refused("invalid_client_id"), null, /whoever runs the bot: npm run doctor/],
  ["one of its words for a wrong secret", refused("invalid_client_secret"), null, /npm run doctor/],
  ["the other one", refused("bad_client_secret"), null, /npm run doctor/],
  ["nothing, for a page of a proxy's came", refused("<html>Please log in</html>"), null, /Start again/],
])("an installation of which Slack says %s ends on a page that says what to do", (_what, error, says, words) => {
  const page = failedPage(error, says, "https://bot.example/slack/install");

  expect(page.lines.join(" ")).toMatch(words);
  expect(JSON.stringify(page)).not.toContain("<html");
});
