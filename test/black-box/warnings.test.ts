import { describe, expect } from "vitest";
import {
  answerTo,
  type Chat,
  platforms,
  reads,
  type Seen,
  waitFor,
} from "../support/black-box/black-box-chat.ts";
import { create, setUp, someAdmin, somebody } from "../support/black-box/black-box-people.ts";
import { test } from "../support/black-box/black-box-run.ts";

const timeout = 90_000;
/** A message that was edited is left alone for ten seconds. */
const editedMs = 30_000;
const title = "Insufficient Tavus credits";
const failures = 20;
const channelOf = { Discord: "general", Slack: "C0GENERAL" } as const;

describe.concurrent.each(platforms)("in a channel on %s", (platform) => {
  test("twenty failures of one cause are one message, through a power failure, until it is fixed", {
    timeout,
    retry: 1,
  }, async ({ startRun }) => {
    const run = await startRun();
    const admin = someAdmin(run, platform);
    const [guild] = run.world.discord.guilds;
    const channel = platform === "Discord" ? guild?.channel(channelOf.Discord).id : channelOf.Slack;
    await setUp(admin, { channel: channel ?? "" });
    const clear = run.world.tavus.setFault("outOfCredits", { operation: "create persona" });

    await createInVain(somebody(run, platform));
    await run.bot.kill();
    await run.start();
    await createInVain(somebody(run, platform));
    const warning = await readsWarning(admin, `${failures} times`);
    expect(warning.text).toContain(`What waits: ${failures} personas`);
    expect(warning.text).toContain("And 15 more");
    expect(warning.buttons.map(({ label }) => label)).toEqual(["Retry all", "Show"]);

    const change = await reads(admin, "What changed here lately");
    expect(change.text).toContain("Settings changed: warnings channel");
    expect(warning.text).toContain("made by");

    const shown = await answerTo(admin, () => warning.press("Show"));
    expect(shown.text).toContain(`Waiting because of this: ${failures} personas.`);
    clear();
    await warning.press("Retry all");
    await waitFor(() => run.rows().every(({ link }) => link === "linked"), editedMs);
    const fixed = await readsWarning(admin, "Fixed:");
    expect(fixed.id).toBe(warning.id);
    expect(fixed.text).toContain(`happened ${failures} times`);
    expect(fixed.buttons).toEqual([]);
  });
});

/** Half of the failures. */
async function createInVain(maker: Chat): Promise<void> {
  for (let number = 1; number <= failures / 2; number += 1) {
    const name = `${number} of ${maker.userId}`;
    await create(maker, name);
    await reads(maker, `“${name}” is saved.`);
  }
}

/** The only message of this cause in the channel, once it holds these words. */
function readsWarning(chat: Chat, words: string): Promise<Seen> {
  return waitFor(() => {
    const warnings = chat.messages().filter(({ isPublic, text }) => isPublic && text.includes(title));
    expect(warnings.length).toBeLessThanOrEqual(1);
    return warnings.find(({ text }) => text.includes(words));
  }, editedMs);
}
