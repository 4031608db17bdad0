import { describe, expect } from "vitest";
import { answerTo, reads } from "../support/black-box/black-box-chat.ts";
import { createLinked, somebody } from "../support/black-box/black-box-people.ts";
import { insideTest as test } from "../support/black-box/black-box-run.ts";

const timeout = 60_000;

describe("a form that Slack refuses to open", () => {
  test.for([
    ["missing_scope", /lacks a scope.*whoever runs the bot: Run npm run -s slack:manifest/],
    [
      "invalid_trigger_id",
      /another app.*whoever runs the bot: SLACK_BOT_TOKEN and SLACK_APP_TOKEN are of two apps/,
    ],
    ["ekm_access_denied", /suspended posting.*An admin can mend it/],
    ["a_code_of_next_year", /“a_code_of_next_year”/],
  ] as const)(
    "with %s says why and who can mend it, and not to try again",
    { timeout },
    async ([error, words], { startRun }) => {
      const run = await startRun();
      const person = somebody(run, "Slack");
      run.world.slack.fail("views.open", { error, times: 2 });

      const { text } = await answerTo(person, () => person.runCommand());

      expect(text.replaceAll("\n", " ")).toMatch(words);
      expect(text).not.toContain("in a minute");
    },
  );
});

describe("a persona whose sharing is refused", () => {
  test("on Discord says why, and that it was not shared", { timeout }, async ({ startRun }) => {
    const run = await startRun();
    const person = somebody(run, "Discord");
    await createLinked(person, "Ada");
    const shown = await answerTo(person, () => person.run("persona-show", { persona: "Ada" }));
    const answer = { status: 400, body: { code: 200_000, message: "Blocked" } };
    run.world.discord.fault({ match: /^POST \/webhooks/, answer });

    await shown.press("Share to channel");

    const { text } = await reads(person, "AutoMod");
    expect(text).toContain("could not be shared to the channel");
  });

  test("on Slack says why, and that it was not shared", { timeout }, async ({ startRun }) => {
    const run = await startRun();
    const person = somebody(run, "Slack");
    await createLinked(person, "Ada");
    const shown = await answerTo(person, () => person.run("persona-show", { persona: "Ada" }));
    run.world.slack.fail("response_url", { error: "restricted_action" });

    await shown.press("Share to channel");

    const { text } = await reads(person, "Only some people may post");
    expect(text).toContain("could not be shared to the channel");
  });
});
