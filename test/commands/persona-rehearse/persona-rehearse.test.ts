import { expect, test } from "vitest";
import type { Reply } from "../../../src/chat/reply.ts";
import { forEachEngine, type OpenDatabase } from "../../support/databases.ts";
import {
  buttonIn,
  guild,
  offeredIn,
  type Person,
  startPersonaBot,
  workspace,
} from "../../support/persona-bot.ts";
import {
  answerIn,
  openedForm,
  type RecordingAnswering,
  refusalIn,
} from "../../support/recording-answering.ts";
import { untilTrue } from "../../support/until-true.ts";
import { minutesUsed, roomsOf } from "../persona-talk/talk-bot.ts";

const minute = 60_000;

async function rehearsing(open: OpenDatabase, team: typeof workspace | typeof guild = workspace) {
  const bot = await startPersonaBot(open);
  const admin = bot.person("U1", "admin", team);
  await admin.create({ name: "Ada", replica: "r90bbd427f71" });
  await bot.settings.change(team, { isRehearsalOn: true });
  const someone = bot.person("U2", "member", team);
  const start = async (person: Person = someone, id?: string) => {
    const shown = answerIn(await person.run("persona-show", { persona: "Ada" }));
    return answerIn(await person.press(buttonIn(shown, "Rehearse"), { ...(id && { id }) }));
  };
  return {
    ...bot,
    admin,
    someone,
    start,
    say: async (view: Reply, text: string): Promise<RecordingAnswering> =>
      someone.send(openedForm(await someone.press(buttonIn(view, "Say something"))), { text }),
    untilOver: () =>
      untilTrue(
        async () => {
          bot.keeper.wake();
          return (await roomsOf(bot)).every(({ ended_at }) => ended_at !== null);
        },
        { what: "the rehearsal to be over" },
      ),
  };
}

const labels = ({ buttons = [] }: Reply) => buttons.map(({ label }) => label);

forEachEngine((_, open) => {
  for (const team of [workspace, guild]) {
    test(`${team}: what is said is answered, kept in view, and costs minutes like a call`, async () => {
      const bot = await rehearsing(open, team);

      const begun = await bot.start();
      const first = answerIn(await bot.say(begun, "Who are you?"));
      const second = answerIn(await bot.say(first, "And then?"));
      const ended = answerIn(await bot.someone.press(buttonIn(second, "End")));

      const [room] = bot.account.rooms.ever;
      expect(room?.body).toMatchObject({ chat: true });
      expect(begun).toMatchObject({ tone: "success", title: "Rehearsing “Ada”" });
      expect(labels(begun)).toEqual(["Say something", "End"]);
      for (const line of [
        "You: Who are you?",
        "Ada: This is Ada, answer 1",
        "You: And then?",
        "Ada: This is Ada, answer 2",
      ])
        expect(second.text).toContain(line);
      expect(ended.title).toBe("Rehearsed “Ada”");
      expect(labels(ended)).toEqual(["Rehearse again"]);
      expect(bot.account.rooms.open).toEqual([]);
      expect((await roomsOf(bot)).map(({ mode, end_reason }) => [mode, end_reason])).toEqual([
        ["chat", "person"],
      ]);
      expect(await minutesUsed(bot)).toBe(1);
    });
  }

  test("whoever looks at it once what was said is deleted reads that, and not that nothing was said", async () => {
    const bot = await rehearsing(open);
    const view = answerIn(await bot.say(await bot.start(), "Who are you?"));
    const end = buttonIn(view, "End");
    await bot.someone.press(end);
    bot.skip(25 * 60 * minute);
    await bot.rehearsalLines.purgeSaidBefore(bot.clock() - 24 * 60 * minute, 100);

    const after = answerIn(await bot.someone.press(end));
    const whole = answerIn(
      await bot.someone.press({ label: "All", action: "rehearse-text", state: end.state }),
    );

    for (const { text } of [after, whole]) expect(text).toBe("What was said is deleted here by now.");
    expect(after.notes).toEqual([]);
  });

  test("it is off unless the team switches it on, also for a button of before", async () => {
    const bot = await rehearsing(open);
    const shown = answerIn(await bot.someone.run("persona-show", { persona: "Ada" }));
    await bot.settings.change(workspace, { isRehearsalOn: false });

    const pressed = answerIn(await bot.someone.press(buttonIn(shown, "Rehearse")));
    const now = answerIn(await bot.someone.run("persona-show", { persona: "Ada" }));

    expect(pressed.text).toContain("switched off in this team");
    expect(labels(now)).not.toContain("Rehearse");
    expect(bot.account.rooms.ever).toEqual([]);
  });

  test("an account that does not offer it is said not to, in one sentence, and nothing is taken", async () => {
    const bot = await rehearsing(open);
    bot.standIn.behaviour.chat = "refused";

    const reply = await bot.start();

    expect(reply).toMatchObject({ tone: "failure", title: "The rehearsal with “Ada” did not begin" });
    expect(reply.text).toMatch(/^This Tavus account does not offer talking in writing\./);
    await bot.untilOver();
    expect(await minutesUsed(bot)).toBe(0);
    expect(bot.account.rooms.ever).toEqual([]);
  });

  test.each([
    [
      "Invalid persona_id",
      "does not know the linked persona",
      "/persona-show looks whether it is still there",
    ],
    ["Invalid replica_uuid", "Tavus refused the request", "chooses one with /persona-edit"],
  ])("one that Tavus refuses with “%s” is not said to be offered nowhere", async (error, happened, remedy) => {
    const bot = await rehearsing(open);
    bot.standIn.setFault({ status: 400, body: { error } }, { operation: "create conversation" });

    const { text = "" } = await bot.start();

    expect(text).not.toContain("does not offer");
    for (const part of [happened, `Tavus says: “${error}”`, remedy]) expect(text).toContain(part);
  });

  test("an account that makes it and then takes no text is said not to offer it, and it is ended", async () => {
    const bot = await rehearsing(open);
    const begun = await bot.start();
    bot.standIn.setFault("rejected", { operation: "send text" });

    const said = answerIn(await bot.say(begun, "Hello?"));

    expect(said.text).toContain("This Tavus account does not offer talking in writing.");
    expect(said.text).toContain("You: Hello?");
    await bot.untilOver();
    expect(bot.account.rooms.open).toEqual([]);
  });

  test("an answer that takes its time is waited for", async () => {
    const bot = await rehearsing(open);
    bot.standIn.behaviour.chat = "pending";

    const said = answerIn(await bot.say(await bot.start(), "Hello?"));

    expect(said.text).toContain("Ada: This is Ada, answer 1");
  });

  test.each([
    ["unreachable", 0],
    ["serverErrors", 0],
    ["dropAfter", 1],
    ["rateLimited", 1],
  ] as const)("what was typed is never lost and never said twice by itself: %s is heard %i times", async (fault, times) => {
    const bot = await rehearsing(open);
    const begun = await bot.start();
    bot.standIn.setFault(fault, { operation: "send text", times: 1 });
    bot.standIn.setFault("serverErrors", { operation: "read answer", times: 1 });

    const failed = answerIn(await bot.say(begun, "Remember me"));
    let view = failed;
    for (let presses = 0; presses < 3 && labels(view).includes("Ask again"); presses += 1)
      view = answerIn(await bot.someone.press(buttonIn(view, "Ask again")));

    const said = bot.account.rooms.ever[0]?.said.filter(({ who }) => who === "person") ?? [];
    expect(failed.text).toContain("You: Remember me");
    expect(view.text).toContain("You: Remember me");
    expect(said).toHaveLength(times);
    expect(view.text?.includes("Ada: This is Ada, answer 1")).toBe(times === 1);
  });

  test("the same form delivered twice is said once, and answered twice", async () => {
    const bot = await rehearsing(open);
    const form = openedForm(await bot.someone.press(buttonIn(await bot.start(), "Say something")));

    const both = [
      await bot.someone.send(form, { text: "Once" }),
      await bot.someone.send(form, { text: "Once" }),
    ];

    expect(both.map((each) => answerIn(each).text)).toEqual(
      both.map(() => expect.stringContaining("Ada: This is Ada, answer 1")),
    );
    expect(bot.account.rooms.ever[0]?.said.filter(({ who }) => who === "person")).toHaveLength(1);
  });

  test("the same press delivered twice opens one, and nobody has a call and a rehearsal at once", async () => {
    const bot = await rehearsing(open);

    const both = await Promise.all([bot.start(bot.someone, "press 1"), bot.start(bot.someone, "press 1")]);
    const more = await bot.start();

    expect([...both, more].map(({ title }) => title)).toEqual(Array(3).fill("Rehearsing “Ada”"));
    expect(bot.account.rooms.ever).toHaveLength(1);
  });

  test("after ten minutes without a word it is ended, and a word makes them begin anew", async () => {
    const bot = await rehearsing(open);
    await bot.settings.change(workspace, { limits: { callMinutes: 60 } });
    const begun = await bot.start();
    bot.skip(9 * minute);
    const said = answerIn(await bot.say(begun, "Still here"));
    bot.skip(9 * minute);
    await untilTrue(async () => {
      bot.keeper.wake();
      const [room] = await roomsOf(bot);
      return room?.look_at !== null && Date.parse(room?.look_at ?? "") > bot.database.now();
    });
    const openThen = bot.account.rooms.open.length;

    bot.skip(2 * minute);
    await bot.untilOver();

    expect(said.text).toContain("Ada: This is Ada");
    expect(openThen).toBe(1);
    expect((await roomsOf(bot))[0]?.end_reason).toBe("idle");
    expect(bot.account.rooms.open).toEqual([]);
  });

  test("what is typed into a rehearsal that is over stays in the form, and comes as a file where that is closed", async () => {
    const bot = await rehearsing(open);
    const begun = await bot.start();
    const form = openedForm(await bot.someone.press(buttonIn(begun, "Say something")));
    await bot.someone.press(buttonIn(begun, "End"));
    await bot.untilOver();

    const late = await bot.someone.send(form, { text: "A long thought" });

    const { errors, reply } = refusalIn(late);
    expect(errors.text).toContain("This rehearsal is over");
    expect(JSON.stringify(reply.files)).toContain("A long thought");
    expect(reply.buttons).toBeUndefined();
  });

  test("a rehearsal is its person's own: nobody else reads, says or ends anything in it", async () => {
    const bot = await rehearsing(open);
    const view = answerIn(await bot.say(await bot.start(), "My secret"));
    const others = [bot.person("U3"), bot.admin, bot.person("U2", "member", guild)];

    for (const button of view.buttons ?? []) {
      for (const person of others) {
        const answering = await person.press(button);
        expect(JSON.stringify(answering.said)).not.toContain("My secret");
        expect(answerIn(answering).tone).toBe("failure");
      }
    }
    expect(bot.account.rooms.open).toHaveLength(1);
  });

  test("who may talk decides, asked anew, at the beginning and at every word", async () => {
    const bot = await rehearsing(open);
    const begun = await bot.start();
    const form = openedForm(await bot.someone.press(buttonIn(begun, "Say something")));
    await bot.settings.change(workspace, { talkFor: "managers", managers: ["U9"] });

    const said = await bot.someone.send(form, { text: "Hello" });
    const ended = answerIn(await bot.someone.press(buttonIn(begun, "End")));

    expect(refusalIn(said).errors.text).toContain(
      "Only this team's persona managers and admins may talk to personas here.",
    );
    expect(ended.title).toBe("Rehearsed “Ada”");
    expect(bot.account.rooms.ever[0]?.said).toEqual([]);
  });

  test("whoever may change the persona saves what was found out in its form", async () => {
    const bot = await rehearsing(open);
    const shown = answerIn(await bot.admin.run("persona-show", { persona: "Ada" }));
    const begun = answerIn(await bot.admin.press(await offeredIn(bot.admin, shown, "Rehearse")));
    const ended = answerIn(await bot.admin.press(buttonIn(begun, "End")));

    const form = openedForm(await bot.admin.press(buttonIn(ended, "Change the persona")));

    expect(form.command).toBe("persona-edit-form");
    expect(form.values).toMatchObject({ name: "Ada" });
  });

  test("more than a message holds is in a file, its end in view", async () => {
    const bot = await rehearsing(open);
    let view = await bot.start();
    for (let count = 0; count < 4; count += 1) view = answerIn(await bot.say(view, `${count} `.repeat(450)));

    expect(view.text).toContain("all of it is in the file");
    expect(view.files?.[0]?.text).toContain("You: 0 0 0");
    expect(view.text).toContain("You: 3 3 3");
  });

  test("what was said is deleted within a day, and with its team at once", async () => {
    const bot = await rehearsing(open);
    await bot.say(await bot.start(), "Hello");
    const lines = () => bot.database.kysely.selectFrom("rehearsal_lines").selectAll().execute();
    const before = await lines();

    await bot.rehearsalLines.purgeSaidBefore(bot.database.now() - 24 * 60 * minute, 500);
    const sameDay = await lines();
    await bot.services.life.forget(workspace);

    expect([before.length, sameDay.length, (await lines()).length]).toEqual([1, 1, 0]);
  });
});
