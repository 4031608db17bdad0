import { describe, expect, test } from "vitest";
import type { Channels } from "../../../src/chat/channels.ts";
import type { Answering } from "../../../src/chat/interaction.ts";
import type { Reply } from "../../../src/chat/reply.ts";
import { anOpenForm } from "../sample-form.ts";
import { channel, type Handlers, startSlack } from "../setup.ts";

const done: Reply = { tone: "success", title: "Done" };
const later: Reply = { tone: "success", title: "Later" };
const working: Reply = { tone: "working", title: "Working" };
const withButton: Reply = {
  ...done,
  buttons: [{ label: "Retry", action: "retry", state: "per_A1" }],
};

const wayIn: Reply = { ...later, links: [{ label: "In", url: "https://room.example", secret: true }] };
const everybodys: Reply = { ...withButton, visibility: "public" };
const ownDirect = "D0MIA";
const thread = { title: "A rehearsal", userId: "U0MIA" };

const titles = (messages: readonly { text: string }[]) => messages.map((message) => message.text);

/** The bot can be called there, and reads and writes nothing but answers. */
const ofTwoPeople = {
  id: "D0TWO",
  name: "directmessage",
  kind: "im" as const,
  hasBot: false,
  members: ["U0ADA", "U0MIA"],
};

describe("a button", () => {
  async function pressed(visibility: "private" | "public", handlers: Handlers, where = channel) {
    const slack = await startSlack(
      {
        command: (_interaction, answering) => answering.answer({ ...withButton, visibility }),
        ...handlers,
      },
      { workspace: { channels: [ofTwoPeople] } },
    );
    const person = slack.standIn.person("U0MIA");
    const command = await person.command(where, "/persona-show");
    const press = await person.press(await command.message(), "Retry");
    return { ...slack, person, press };
  }

  test("on a private message is acknowledged, and its answer replaces the message", async () => {
    const { standIn, press, seen } = await pressed("private", {
      async button(_interaction, answering) {
        await answering.defer(working);
        await answering.answer(later);
      },
    });

    await standIn.until(() =>
      titles(standIn.ephemerals(channel, "U0MIA"))[0] === "Later" ? true : undefined,
    );
    expect((await press.acked()).payload).toEqual({});
    expect(standIn.ephemerals(channel, "U0MIA")).toHaveLength(1);
    expect(seen[1]).toMatchObject({ kind: "button", code: "pf1:retry:per_A1", channelId: channel });
    expect(standIn.problems).toEqual([]);
  });

  test.each([
    ["a channel", channel],
    ["the direct messages of two people", ofTwoPeople.id],
  ])("on a message for everybody in %s is answered beside it, privately", async (_where, where) => {
    const { standIn, press } = await pressed(
      "public",
      {
        async button(_interaction, answering) {
          await answering.defer(working);
          await answering.answer(later);
        },
      },
      where,
    );

    await press.message();
    expect(titles(standIn.messages(where))).toEqual(["Done"]);
    expect(titles(standIn.ephemerals(where, "U0MIA"))).toEqual(["Later"]);
    expect(standIn.problems).toEqual([]);
  });

  test("on a direct message of the bot's is answered in its place, also where the same is for everybody elsewhere", async () => {
    const { standIn, bot } = await startSlack({
      async button(_interaction, answering) {
        await answering.answer(later);
      },
    });
    await bot.sendDirectFor("T0SANDBOX")("U0MIA", { ...withButton, visibility: "public" });
    const [message] = standIn.directMessages("U0MIA");
    if (!message) throw new Error("No message came.");

    await standIn.person("U0MIA").press(message, "Retry");

    await standIn.until(() => (titles(standIn.directMessages("U0MIA"))[0] === "Later" ? true : undefined));
    expect(standIn.directMessages("U0MIA")).toHaveLength(1);
  });

  test.each<[what: string, stand: (channels: Channels) => Promise<unknown>]>([
    ["posted", (channels) => channels.post(ownDirect, everybodys, "nonce")],
    [
      "changed",
      async (channels) => {
        const posted = await channels.post(ownDirect, everybodys, "nonce");
        if (posted.kind === "posted") await channels.edit({ channelId: ownDirect, ...posted }, everybodys);
      },
    ],
    [
      "posted in a thread",
      async ({ threads, ...channels }) => {
        const opened = await threads?.open({ ...thread, channelId: ownDirect, opening: done });
        if (opened?.kind === "opened") await channels.post(opened.place, everybodys, "nonce");
      },
    ],
  ])("on what was %s for everybody stays there in the bot's direct messages, too", async (_what, stand) => {
    const { standIn, bot } = await startSlack({
      async button(_interaction, answering) {
        await answering.answer(later);
      },
    });
    const person = standIn.person("U0MIA");
    await bot.sendDirectFor("T0SANDBOX")(person.id, done);
    await stand(bot.channelsOf("T0SANDBOX"));
    const message = standIn.directMessages(person.id).at(-1);
    if (!message) throw new Error("No message came.");

    const press = await person.press(message, "Retry");

    await press.message();
    expect(titles(standIn.ephemerals(ownDirect, person.id))).toEqual(["Later"]);
    expect(titles(standIn.directMessages(person.id))).not.toContain("Later");
    expect(standIn.problems).toEqual([]);
  });

  test.each<[what: string, reply: Reply, isSaid: boolean]>([
    ["an outcome", later, true],
    ["a way in", wayIn, false],
    ["a password", { ...later, facts: [{ label: "Password", value: "x", secret: true }] }, false],
  ])("where Slack takes no answer a direct message holds %s only if it may lie somewhere", async (_what, reply, isSaid) => {
    const told = Promise.withResolvers<boolean>();
    const { standIn } = await pressed("public", {
      async button(_interaction, answering) {
        // Two, because a passing failure is tried again.
        standIn.fail("response_url", { status: 503, times: 2 });
        told.resolve(await answering.answer(reply));
      },
    });

    expect(await told.promise).toBe(isSaid);
    expect(titles(standIn.directMessages("U0MIA"))).toEqual(isSaid ? ["Later"] : []);
  });

  test.each([
    "before",
    "after",
  ] as const)("a way in is said once more where the connection was cut %s Slack took it, for it is said nowhere else", async (drop) => {
    const told = Promise.withResolvers<boolean>();
    const { standIn } = await pressed("public", {
      async button(_interaction, answering) {
        standIn.fail("response_url", { drop });
        told.resolve(await answering.answer(wayIn));
      },
    });

    expect(await told.promise).toBe(true);
    expect(titles(standIn.ephemerals(channel, "U0MIA"))).toContain("Later");
    expect(standIn.directMessages("U0MIA")).toEqual([]);
  });

  test.each<[what: string, Handlers]>([
    ["a press", { button: (_interaction, answering) => answering.answer(wayIn) }],
    [
      "a form",
      {
        button: (_interaction, answering) => answering.openForm(anOpenForm()),
        async form(_interaction, answering) {
          await answering.defer(working);
          await answering.acceptForm();
          await answering.answer(wayIn);
        },
      },
    ],
  ])("on a direct message of the bot's leaves nothing in it that is to lie nowhere: %s", async (what, handlers) => {
    const { standIn, bot } = await startSlack(handlers);
    const person = standIn.person("U0MIA");
    await bot.sendDirectFor("T0SANDBOX")(person.id, withButton);
    const [message] = standIn.directMessages(person.id);
    if (!message) throw new Error("No message came.");

    const press = await person.press(message, "Retry");
    if (what === "a form") await person.submit(await person.fill(press, { name: "Ada" }));

    const shown = () => titles(standIn.ephemerals(message.channel, person.id));
    await standIn.until(
      () => (shown().includes("Later") && standIn.directMessages(person.id).length === 0) || undefined,
    );
    expect(shown()).toEqual(["Later"]);
    expect(standIn.problems).toEqual([]);
  });

  test("posts one more message for the channel", async () => {
    const { standIn } = await pressed("private", {
      async button(_interaction, answering) {
        await answering.answer(later);
        await answering.post({ ...done, title: "Shared", visibility: "public" });
      },
    });

    await standIn.until(() => (titles(standIn.messages(channel)).includes("Shared") ? true : undefined));
    expect(titles(standIn.ephemerals(channel, "U0MIA"))).toEqual(["Later"]);
    expect(standIn.problems).toEqual([]);
  });

  test("opens a form whose answer replaces nothing but follows in the same place", async () => {
    const { standIn, person, press } = await pressed("private", {
      button: (_interaction, answering) => answering.openForm(anOpenForm()),
      async form(_interaction, answering) {
        await answering.acceptForm();
        await answering.answer(later);
      },
    });

    const view = await person.fill(press, { name: "Ada" });
    await person.submit(view);

    await standIn.until(() =>
      titles(standIn.ephemerals(channel, "U0MIA")).includes("Later") ? true : undefined,
    );
    expect(standIn.problems).toEqual([]);
  });

  test.each<[before: string, say: (answering: Answering) => Promise<void>]>([
    ["nothing", async () => {}],
    ["that work goes on", (answering) => answering.defer(working)],
    ["a state in between", (answering) => answering.progress({ ...working, title: "Half" })],
    ["something by a process that is gone", async (answering) => answering.takeOver?.()],
  ])("that comes to nothing after %s can be pressed again", async (before, say) => {
    const failed: Reply = { tone: "failure", title: "It did not work" };
    const { standIn } = await pressed("private", {
      async button(_interaction, answering) {
        if (before.includes("gone")) await answering.defer(working);
        await say(answering);
        await answering.answerBeside(failed, { ...failed, buttons: withButton.buttons ?? [] });
      },
    });

    const shown = () => standIn.ephemerals(channel, "U0MIA");
    await standIn.until(() => titles(shown()).includes(failed.title) || undefined);
    expect(JSON.stringify(shown())).toContain("pf1:retry:per_A1");
    expect(standIn.problems).toEqual([]);
  });

  test.each<[how: string, Handlers]>([
    ["privately", { button: (_interaction, answering) => answering.answer(later) }],
    [
      "for everybody",
      { button: (_interaction, answering) => answering.post({ ...later, visibility: "public" }) },
    ],
    ["as a failure", { button: (_interaction, answering) => answering.answerBeside(later, later) }],
    [
      "by a form that it opened",
      {
        button: (_interaction, answering) => answering.openForm(anOpenForm()),
        async form(_interaction, answering) {
          await answering.acceptForm();
          await answering.answer(later);
        },
      },
    ],
  ])("in a thread is answered in that thread: %s", async (how, handlers) => {
    const { standIn, bot } = await startSlack(handlers);
    const person = standIn.person("U0MIA");
    const started = await person.say(channel, "A thread");
    const place = { channelId: channel, threadId: started.ts };
    await bot.channelsOf("T0SANDBOX").post(place, { ...withButton, visibility: "public" }, "n");
    const asked = await standIn.until(() => standIn.messages(channel).find(({ text }) => text === "Done"));

    const press = await person.press(asked, "Retry");
    if (how.includes("form")) await person.submit(await person.fill(press, { name: "Ada" }));

    const all = () => [...standIn.messages(channel), ...standIn.ephemerals(channel, "U0MIA")];
    const said = await standIn.until(() => all().find(({ text }) => text === "Later"));
    expect(said.threadTs).toBe(started.ts);
    expect(standIn.problems).toEqual([]);
  });
});
