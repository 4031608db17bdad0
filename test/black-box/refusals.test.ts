import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect } from "vitest";
import { answerTo, type Platform, platforms, reads, waitFor } from "../support/black-box/black-box-chat.ts";
import { create, setUp, someAdmin, somebody } from "../support/black-box/black-box-people.ts";
import { type Run, insideTest as test } from "../support/black-box/black-box-run.ts";

const timeout = 60_000;
const postedMs = 20_000;
const slackChannel = "C0GENERAL";
const credits = "Insufficient Tavus credits";

/** What each platform says no with, where the bot posts a warning, and what the admin reads of it. */
const refusals: { [platform in Platform]: [answer: string, words: RegExp][] } = {
  Discord: [
    ["400/240000", /blocks a link/],
    ["403/20026", /quarantined/],
    ["400/50083", /archived/],
    ["400/987654", /code 987654/],
  ],
  Slack: [
    ["access_denied", /does not let the app/],
    ["ekm_access_denied", /suspended posting/],
    ["msg_too_long", /too long/],
    ["a_code_of_next_year", /a_code_of_next_year/],
  ],
};

/** The channel takes nothing from now on; with `isDirectToo`, nor does any person. */
function refuse(
  run: Run,
  platform: Platform,
  { answer, isDirectToo }: { answer: string; isDirectToo: boolean },
) {
  if (platform === "Slack") {
    run.world.slack.fail("chat.postMessage", { error: answer, times: isDirectToo ? 99 : 1 });
    return;
  }
  const [status, code] = answer.split("/").map(Number);
  const reply = { status: status ?? 400, body: { code, message: "No" } };
  const channelId = run.world.discord.guilds[0]?.channel("general").id;
  run.world.discord.fault({
    match: new RegExp(`^POST /channels/${channelId}/messages`),
    times: 99,
    answer: reply,
  });
  if (isDirectToo)
    run.world.discord.fault({ match: /^POST \/users\/@me\/channels/, times: 99, answer: reply });
}

async function withWarnings(run: Run, platform: Platform) {
  const admin = someAdmin(run, platform);
  const channel = platform === "Slack" ? slackChannel : run.world.discord.guilds[0]?.channel("general").id;
  await setUp(admin, { channel: channel ?? "" });
  run.world.tavus.setFault("outOfCredits", { operation: "create persona" });
  return { admin, maker: somebody(run, platform) };
}

describe.each(platforms)("a warning that %s refuses", (platform) => {
  test.for(refusals[platform])(
    "with %s is told to who acted, and why to the admin",
    { timeout },
    async ([answer, words], { startRun }) => {
      const run = await startRun();
      const { admin, maker } = await withWarnings(run, platform);
      refuse(run, platform, { answer, isDirectToo: false });

      await create(maker, "In vain");

      await waitFor(() => maker.directMessages().find(({ text }) => text.includes(credits)), postedMs);
      const told = await waitFor(
        () => admin.directMessages().find(({ text }) => text.includes("posted to")),
        postedMs,
      );
      expect(told.text).toMatch(words);
    },
  );

  test("like every direct message is told with the admin's next command", { timeout }, async ({
    startRun,
  }) => {
    const run = await startRun();
    const { admin, maker } = await withWarnings(run, platform);
    const answer = platform === "Slack" ? "access_denied" : "403/20026";
    refuse(run, platform, { answer, isDirectToo: true });

    await create(maker, "In vain");
    await reads(maker, "is saved.");
    const told = /Meanwhile: .* posted to/;
    let said = "";
    for (let tries = 0; tries < 20 && !told.test(said); tries += 1) {
      await sleep(500);
      said = (await answerTo(admin, () => admin.run("persona-list"))).text;
    }

    expect(said).toMatch(told);
    expect(maker.directMessages().concat(admin.directMessages())).toEqual([]);
  });
});
