import { expect, test } from "vitest";
import type { Reply } from "../../../src/chat/reply.ts";
import { makeInterruptible } from "../../support/between-statements.ts";
import { forEachEngine, type OpenDatabase } from "../../support/databases.ts";
import { buttonIn, guild, type Person, startPersonaBot, workspace } from "../../support/persona-bot.ts";
import { answerIn, openedForm } from "../../support/recording-answering.ts";
import { withThreads } from "../../support/recording-channels.ts";
import { untilTrue } from "../../support/until-true.ts";
import { roomsOf } from "../persona-talk/talk-bot.ts";

const places = { private: guild, public: workspace } as const;
const labels = ({ buttons = [] }: Reply) => buttons.map(({ label }) => label);
const isOver = ({ notes = [] }: Reply, why: string) =>
  notes.some((note) => note.startsWith(`The rehearsal is over. ${why}`));

async function rehearsing(open: OpenDatabase, kind: "private" | "public", team = places[kind]) {
  const bot = await startPersonaBot(open);
  await bot.person("U1", "admin", team).create({ name: "Ada", replica: "r90bbd427f71" });
  await bot.settings.change(team, { isRehearsalOn: true });
  const refusal = withThreads(bot.channels, kind);
  const someone = bot.person("U2", "member", team);
  const ask = async (person: Person = someone) => {
    const shown = answerIn(await person.run("persona-show", { persona: "Ada" }));
    return answerIn(await person.press(buttonIn(shown, "Rehearse")));
  };
  return {
    ...bot,
    refusal,
    someone,
    ask,
    async start() {
      const answer = await ask();
      if (kind === "private") return answer;
      return answerIn(await someone.press(buttonIn(answer, "In a thread here")));
    },
    say: async (view: Reply, text: string) =>
      answerIn(
        await someone.send(openedForm(await someone.press(buttonIn(view, "Say something"))), { text }),
      ),
    inThread: () => bot.channels.messages.filter(({ threadId }) => threadId !== undefined),
    newest: () => bot.channels.messages.at(-1)?.reply ?? { tone: "neutral" as const, title: "" },
  };
}

forEachEngine((_, open) => {
  test.each([
    "private",
    "public",
  ] as const)("each answer stands in the %s thread, the buttons below the newest alone", async (kind) => {
    const bot = await rehearsing(open, kind);

    const begun = await bot.start();
    const opening = bot.newest();
    const first = await bot.say(opening, "Who are you?");
    const second = await bot.say(bot.newest(), "And then?");

    expect(begun.title).toBe("Your rehearsal with “Ada” is in a thread");
    expect(labels(opening)).toEqual(["Say something", "End"]);
    expect([first.title, second.title]).toEqual(Array(2).fill("“Ada” has answered in the thread"));
    const thread = bot.inThread();
    expect(thread.map(({ reply }) => labels(reply).includes("Say something"))).toEqual([false, false, true]);
    expect(thread[1]?.reply.text).toMatch(/^You: Who are you\?\nAda: This is Ada, answer 1/);
    expect(thread[2]?.reply.text).toMatch(/^You: And then\?\nAda: This is Ada, answer 2/);
    expect(new Set(thread.map(({ threadId }) => threadId)).size).toBe(1);

    await bot.someone.press(buttonIn(bot.newest(), "End"));

    await untilTrue(() => isOver(bot.newest(), ""));
    expect(labels(bot.newest())).toEqual(["Rehearse again"]);
    expect(bot.account.rooms.open).toEqual([]);
  });

  test("where everybody would read along, nothing is posted and nothing costs before the person chose", async () => {
    const bot = await rehearsing(open, "public");

    const asked = await bot.ask();
    const [posted, rooms] = [bot.channels.messages.length, bot.account.rooms.ever.length];
    const alone = answerIn(await bot.someone.press(buttonIn(asked, "Only for me")));
    const said = await bot.say(alone, "A secret");

    expect(asked.text).toContain("everybody in this channel can read");
    expect([posted, rooms]).toEqual([0, 0]);
    expect(said.text).toContain("Ada: This is Ada, answer 1");
    expect(bot.channels.messages).toEqual([]);
  });

  test("a rehearsal that ends while its person asks for it puts no new one into a channel unasked", async () => {
    const opened = await open();
    const { database, interruptAfter } = makeInterruptible(opened);
    const bot = await rehearsing(async () => database, "public");
    // Below what counts the statements.
    const endAll = async () => {
      const ended = { ended_at: new Date(bot.clock()).toISOString(), look_at: null };
      await opened.kysely.updateTable("conversations").set(ended).execute();
    };

    const shown = answerIn(await bot.someone.run("persona-show", { persona: "Ada" }));
    for (const place of [1, 2, 3, 4]) {
      await bot.someone.press(buttonIn(await bot.ask(), "Only for me"));
      interruptAfter(place, endAll);
      await bot.someone.press(buttonIn(shown, "Rehearse"));
      await endAll();
    }

    expect(bot.channels.messages).toEqual([]);
  });

  test.each([
    [guild, "Only you and people who manage threads here see it."],
    [workspace, "Only you see it."],
  ])("who reads a thread that is no channel's is said as it is in %s", async (team, words) => {
    const bot = await rehearsing(open, "private", team);

    expect((await bot.start()).text).toContain(words);
  });

  test.each([
    ["a channel", true, "everybody here can read it"],
    ["the bot's direct messages", false, "nobody else sees it"],
  ])("a thread below a message of %s begins with who reads it", async (_where, isPublic, words) => {
    const bot = await rehearsing(open, "public");
    if (bot.channels.threads) bot.channels.threads.arePublic = () => isPublic;

    const begun = await bot.ask();
    if (isPublic) await bot.someone.press(buttonIn(begun, "In a thread here"));

    expect(bot.channels.messages[0]?.reply.text).toContain(words);
  });

  test("where no thread can be had it is shown to its person alone, with what stands in the way", async () => {
    const bot = await rehearsing(open, "private");
    bot.refusal.closed = "Let the bot's role have Create Private Threads.";

    const begun = await bot.start();
    const said = await bot.say(begun, "Hello?");

    expect(begun.notes?.join(" ")).toContain("Create Private Threads");
    expect(said.text).toContain("Ada: This is Ada, answer 1");
    expect(bot.channels.messages).toEqual([]);
  });

  test("an answer that the thread does not take is shown to its person, and stands in the thread with the next one", async () => {
    const bot = await rehearsing(open, "private");
    await bot.start();
    const opening = bot.newest();
    bot.channels.knowsNonces = true;
    bot.channels.isDown = true;

    const alone = await bot.say(opening, "Lost?");
    bot.channels.isDown = false;
    await bot.say(opening, "Back?");

    expect(alone.text).toContain("Ada: This is Ada, answer 1");
    expect(alone.text).toContain("could not be shown in the thread");
    expect(bot.newest().text).toContain("You: Lost?\nAda: This is Ada, answer 1");
    expect(bot.newest().text).toContain("You: Back?\nAda: This is Ada, answer 2");
  });

  test("a line that its thread did not take is not said there to be deleted once the rehearsal is over", async () => {
    const bot = await rehearsing(open, "private");
    await bot.start();
    const opening = bot.newest();
    bot.channels.knowsNonces = true;
    bot.channels.isDown = true;
    await bot.say(opening, "Lost?");
    bot.channels.isDown = false;

    await bot.someone.press(buttonIn(opening, "End"));
    await untilTrue(() => isOver(bot.newest(), ""));

    expect(bot.newest().text).toMatch(/^What was said, and each answer, is in this thread/);
  });

  test("the same form delivered twice stands in the thread once", async () => {
    const bot = await rehearsing(open, "public");
    await bot.start();
    const form = openedForm(await bot.someone.press(buttonIn(bot.newest(), "Say something")));

    await Promise.all([bot.someone.send(form, { text: "Once" }), bot.someone.send(form, { text: "Once" })]);

    expect(bot.inThread().filter(({ reply }) => reply.text?.includes("You: Once"))).toHaveLength(1);
  });

  test("an answer that comes later takes its place in the message of its line", async () => {
    const bot = await rehearsing(open, "private");
    await bot.start();
    bot.standIn.setFault("dropAfter", { operation: "send text", times: 1 });
    await bot.say(bot.newest(), "Slowly");
    const waiting = bot.newest();

    await bot.someone.press(buttonIn(waiting, "Ask again"));

    expect(labels(waiting)).toContain("Ask again");
    expect(bot.inThread()).toHaveLength(2);
    expect(bot.newest().text).toMatch(/^You: Slowly\nAda: This is Ada, answer 1/);
  });

  test("ten minutes without a word end it, and its thread says so", async () => {
    const bot = await rehearsing(open, "private");
    await bot.settings.change(guild, { limits: { callMinutes: 60 } });
    await bot.start();

    bot.skip(11 * 60_000);
    await untilTrue(async () => {
      bot.keeper.wake();
      return isOver(bot.newest(), "Nothing was said for ten minutes.");
    });

    expect((await roomsOf(bot))[0]?.end_reason).toBe("idle");
  });

  test("another person's press in the thread reads and changes nothing", async () => {
    const bot = await rehearsing(open, "public");
    await bot.start();
    await bot.say(bot.newest(), "Mine");
    const other = bot.person("U3", "member", workspace);

    for (const button of bot.newest().buttons ?? [])
      expect(answerIn(await other.press(button)).tone).toBe("failure");

    expect(bot.account.rooms.open).toHaveLength(1);
  });
});
