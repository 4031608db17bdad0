import { describe, expect } from "vitest";
import { answerTo, type Chat, platforms, reads, type Seen } from "../support/black-box/black-box-chat.ts";
import { createLinked, someAdmin } from "../support/black-box/black-box-people.ts";
import { insideTest as test } from "../support/black-box/black-box-run.ts";
import { type CountedChat, countEfforts, type Effort } from "../support/black-box/counted-chat.ts";

type Task = {
  /** What the task takes at most: words of commands, values typed or chosen, presses. */
  takes: [commands: number, values: number, presses: number];
  /** Undisturbed, before it. */
  before?(chat: Chat): Promise<unknown>;
  does(counted: CountedChat, chat: Chat): Promise<unknown>;
  reads: string;
};

const face = "r90bbd427f71";

/** The answer to something that is counted, whose presses are counted too. */
async function next(counted: CountedChat, chat: Chat, act: () => Promise<unknown>): Promise<Seen> {
  return counted.counting(await answerTo(chat, act));
}

const shown = (counted: CountedChat, chat: Chat, persona: string) =>
  next(counted, chat, () => counted.run("persona-show", { persona }));

/** What people do with it most, the most usual first. A number here that has to grow is a step back. */
const tasks: { [task: string]: Task } = {
  "make a persona": {
    takes: [1, 2, 1],
    async does(counted, chat) {
      const form = await counted.openForm();
      await form.submit({ name: "Ada", prompt: "You help." });
      return reads(chat, "“Ada” is ready");
    },
    reads: "“Ada” is ready",
  },
  "change its prompt": {
    takes: [1, 2, 1],
    before: (chat) => createLinked(chat, "Ben"),
    async does(counted, chat) {
      const form = await counted.runForForm("persona-edit", { persona: "Ben" });
      return next(counted, chat, () => form.submit({ prompt: "You help more." }));
    },
    reads: "Ben",
  },
  "call it": {
    takes: [1, 1, 1],
    async before(chat) {
      const form = await chat.openForm({ replica: face });
      await form.submit({ name: "Cleo", prompt: "You help." });
      await reads(chat, "“Cleo” is ready");
    },
    async does(counted, chat) {
      const card = await next(counted, chat, () => counted.run("persona-talk", { persona: "Cleo" }));
      return next(counted, chat, () => card.press("Join"));
    },
    reads: "Your room with “Cleo” is open",
  },
  "look at it": {
    takes: [1, 1, 0],
    before: (chat) => createLinked(chat, "Dora"),
    does: (counted, chat) => shown(counted, chat, "Dora"),
    reads: "In step with Tavus",
  },
  "list them": {
    takes: [1, 0, 0],
    before: (chat) => createLinked(chat, "Emil"),
    does: (counted, chat) => next(counted, chat, () => counted.run("persona-list")),
    reads: "Emil",
  },
  "share it to the channel": {
    takes: [1, 1, 1],
    before: (chat) => createLinked(chat, "Fritz"),
    async does(counted, chat) {
      const seen = await shown(counted, chat, "Fritz");
      return next(counted, chat, () => seen.press("Share to channel"));
    },
    reads: "Fritz",
  },
  "delete it here and in Tavus": {
    takes: [1, 1, 1],
    before: (chat) => createLinked(chat, "Gil"),
    async does(counted, chat) {
      const asked = await next(counted, chat, () => counted.run("persona-delete", { persona: "Gil" }));
      return next(counted, chat, () => asked.press("Delete here and in Tavus"));
    },
    reads: "“Gil” was deleted",
  },
  "duplicate it": {
    takes: [1, 2, 2],
    before: (chat) => createLinked(chat, "Hugo"),
    async does(counted, chat) {
      const seen = await shown(counted, chat, "Hugo");
      const form = await seen.pressForForm("Duplicate");
      await form.submit({ name: "Hugo the second" });
      return reads(chat, "“Hugo the second” is ready");
    },
    reads: "is ready",
  },
  "sync with Tavus": {
    takes: [1, 0, 0],
    before: (chat) => createLinked(chat, "Ida"),
    async does(counted, chat) {
      await counted.run("persona-sync");
      return reads(chat, "Both sides were compared");
    },
    reads: "Both sides were compared",
  },
  "set the team up": {
    takes: [1, 0, 1],
    async does(counted, chat) {
      const form = await counted.runForForm("persona-setup");
      return next(counted, chat, () => form.submit({}));
    },
    reads: "Saved",
  },
};

describe.each(platforms)("on %s", (platform) => {
  test("ten usual tasks take no more words, values and presses than they did", { timeout: 120_000 }, async ({
    startRun,
  }) => {
    const run = await startRun();
    const taken: { [task: string]: Effort } = {};
    const wanted: { [task: string]: Effort } = {};
    for (const [name, { takes, before, does, reads: words }] of Object.entries(tasks)) {
      const chat = someAdmin(run, platform);
      await before?.(chat);
      const counted = countEfforts(chat);
      await does(counted, chat);
      await reads(chat, words);
      taken[name] = counted.effort();
      const [commands, values, presses] = takes;
      wanted[name] = { commands, values, presses };
    }
    expect(taken).toEqual(wanted);
  });
});
