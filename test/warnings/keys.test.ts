import { expect, test } from "vitest";
import { forEachEngine } from "../support/databases.ts";
import { workspace } from "../support/persona-bot.ts";
import { answerIn } from "../support/recording-answering.ts";
import { startWarnedTeam } from "./warned-team.ts";

const at = "2026-01-01T00:00:00.000Z";
const stored = { tag: "0123456789ab", lastFour: "1234", setBy: "U1", setAt: at, checkedAt: null, sees: null };

forEachEngine((_engine, open) => {
  test("a team without a key is told how to bring its own, with a button for it", async () => {
    const team = await startWarnedTeam(open, { tavusKey: null });
    await team.fails(2);
    await team.settled();

    const [message, ...others] = team.messages();
    expect(others).toEqual([]);
    expect(message?.reply.title).toBe("TAVUS_API_KEY not configured");
    expect(message?.reply.text).toContain("/persona-setup");
    expect(message?.reply.buttons?.map(({ label, action, state }) => [label, action, state])).toEqual([
      ["Add key", "setup", "-"],
      ["Show", "warning", (await team.rows())[0]?.id],
    ]);
  });

  test("a key that cannot be read any more is told as that, and no other key is used", async () => {
    const team = await startWarnedTeam(open);
    await team.bot.settings.change(workspace, { key: { ...stored, sealed: "sealed by another key" } });

    const answer = answerIn(await team.person.create());
    await team.settled();

    expect(answer.title).toBe("The team's Tavus key cannot be read any more");
    expect(team.messages()).toMatchObject([{ reply: { title: answer.title } }]);
    expect(team.bot.standIn.requests).toEqual([]);
  });

  test("a key that Tavus refuses is fixed by any call that goes well", async () => {
    const team = await startWarnedTeam(open);
    const mendKey = team.bot.standIn.setFault("invalidKey");
    await team.fails(1);
    await team.settled();
    mendKey();
    await team.person.run("persona-sync");
    await team.until(async () => (await team.rows())[0]?.fixed_at !== null, "the end");
    await team.settled();

    expect(team.messages()).toMatchObject([{ reply: { title: "Fixed: Invalid Tavus API key" } }]);
  });
});
