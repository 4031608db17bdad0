import { describe, expect } from "vitest";
import { namedFaults } from "../../sandbox/stand-ins/tavus/faults.ts";
import { type Chat, platforms, reads, type Seen, waitFor } from "../support/black-box/black-box-chat.ts";
import { somebody } from "../support/black-box/black-box-people.ts";
import { insideTest, problemsOfKill, type Run, test } from "../support/black-box/black-box-run.ts";

const replica = "r90bbd427f71";

const roomsOf = (run: Run) => run.world.tavus.account().rooms;

/** A persona of this name, and its card as this person sees it. */
async function postCard(chat: Chat, name: string): Promise<Seen> {
  const form = await chat.openForm({ replica });
  await form.submit({ name, prompt: "You help." });
  await reads(chat, `“${name}” is ready`);
  await chat.run("persona-talk", { persona: name });
  return reads(chat, `Talk with “${name}”`);
}

const cardsSeen = (chat: Chat, name: string) =>
  chat.messages().filter(({ text }) => text.includes(`Talk with “${name}”`)).length;

/** The card as another person of the same place sees it. */
const cardFor = (chat: Chat, name: string) => reads(chat, `Talk with “${name}”`);

const seesLink = (chat: Chat, link: string) => chat.messages().some(({ raw }) => raw.includes(link));

describe.each(platforms)("rooms on %s", (platform) => {
  insideTest(
    "fifty cards make no room; a press makes one, whose link nobody else sees, and End ends it",
    async ({ startRun }) => {
      const run = await startRun();
      const ada = somebody(run, platform);
      const ben = somebody(run, platform);
      const card = await postCard(ada, "Ada");
      const more = Array.from({ length: 49 }, () => ada.run("persona-talk", { persona: "Ada" }));
      await Promise.all(more);
      await waitFor(() => cardsSeen(ada, "Ada") === 50);
      expect(card.isPublic).toBe(true);
      expect(roomsOf(run).ever).toEqual([]);

      const pressed = await cardFor(ben, "Ada");
      await Promise.all([pressed.press("Join"), pressed.press("Join")]);
      await reads(ben, "is open");
      const [room, ...others] = roomsOf(run).ever;
      const token = room?.token ?? "no token";

      expect(others).toEqual([]);
      expect(await waitFor(() => seesLink(ben, token))).toBe(true);
      expect(seesLink(ada, token)).toBe(false);
      expect(JSON.stringify([run.table("conversations"), run.table("owed"), run.lines])).not.toContain(token);

      await (await reads(ben, "is open")).press("End");
      await waitFor(() => roomsOf(run).open.length === 0);
      await waitFor(() =>
        run.table("conversations").every(({ look_at, ended_at }) => ended_at !== null && look_at === null),
      );
    },
  );

  test("killed in the middle of a press, and while somebody is in a room, the next process ends both and doubles none", {
    timeout: 120_000,
  }, async ({ makeRun }) => {
    const run = await makeRun();
    run.expectProblem(problemsOfKill);
    await run.start();
    const [ada, ben] = [somebody(run, platform), somebody(run, platform)];
    await postCard(ada, "Ada");
    await (await cardFor(ben, "Ada")).press("Join");
    await reads(ben, "is open");

    run.world.tavus.setFault({ ...namedFaults.losesAnswer }, { operation: "create conversation", times: 1 });
    const pressing = (await cardFor(ada, "Ada")).press("Join").catch(() => undefined);
    await waitFor(() => roomsOf(run).ever.length === 2);
    await run.bot.kill();
    await pressing;
    roomsOf(run).runOut(roomsOf(run).ever[0]?.id ?? "");
    await run.start();
    await waitFor(() => run.table("conversations").every(({ ended_at }) => ended_at !== null), 60_000);

    expect(roomsOf(run).open).toEqual([]);
    expect(roomsOf(run).ever.length).toBe(2);
  });
});
