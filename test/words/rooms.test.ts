import { expect, test } from "vitest";
import { limitRefusal } from "../../src/commands/ask/daily-limits.ts";
import { endSentences, roomNews, termsText, usedText } from "../../src/commands/persona-talk/call-words.ts";
import { joinReply } from "../../src/commands/persona-talk/join-reply.ts";
import { notLinkedReply } from "../../src/commands/persona-talk/open-room.ts";
import { whyEnded } from "../../src/conversations/after/why-ended.ts";
import type { Conversation } from "../../src/conversations/conversation.ts";
import type { EndReason } from "../../src/conversations/end-reason.ts";
import { causes } from "../../src/warnings/causes.ts";
import { sentencesFor } from "../../src/warnings/sentences.ts";
import { aPersona } from "../support/personas/persona-builders.ts";

const modes = ["video", "test", "chat"] as const;
const states = ["making", "open", "ending", "ended", "failed"] as const;

const room: Conversation = {
  ...{ tenantId: "slack:T1", id: "c1", personaId: "per_1", personaName: "Ada", userId: "U1" },
  ...{ card: undefined, threadId: undefined, mode: "video", state: "failed" },
  ...{ minutes: 10, minutesUsed: undefined, openedMs: 0, endsMs: 600_000, joinedMs: undefined },
  ...{ endedMs: undefined, endReason: undefined, isLeftBehind: false, failure: undefined },
};

/** A call is joined, from its card; a rehearsal has neither. */
function expectItsOwnWords(mode: Conversation["mode"], said: string): void {
  if (mode === "chat") expect(said).not.toMatch(/\b(Join|join|card|call)\b/);
  else expect(said).not.toMatch(/[Rr]ehears/);
}

const scene = { holders: [], isManager: false, left: undefined };

test.each(
  modes,
)("what is read of a room of the mode %s never names the way back of the other kind", (mode) => {
  const ends: (EndReason | undefined)[] = [undefined, ...(Object.keys(endSentences) as EndReason[])];
  for (const state of states)
    for (const endReason of ends)
      for (const isLeftBehind of [true, false]) {
        const conversation = { ...room, mode, state, endReason, isLeftBehind };
        const answer = joinReply({ kind: "room", conversation, link: undefined, isNew: false }, scene);
        for (const { title, text } of [roomNews(conversation), answer])
          expectItsOwnWords(mode, `${title} ${text}`);
      }
});

test.each([
  [1, "1 minute"],
  [2, "two minutes"],
  [10, "two minutes"],
])("nobody is told to come into a room of %i minutes later than it lasts", (minutes, within) => {
  const conversation = { ...room, minutes, state: "open" } as const;
  const link = "https://x.test";

  const answer = joinReply({ kind: "room", conversation, link, isNew: true }, scene);

  expect(answer.text).toContain(` within ${within} of its opening`);
  expect(termsText(minutes)).toContain(` within ${within};`);
});

test.each([
  [0, "It took nothing of the daily limit."],
  [9, "It took 9 minutes of the daily limit; the rest was given back."],
  [10, "It took 10 minutes of the daily limit."],
])("a room of 10 minutes that took %i gave back what is left of them, if any", (minutesUsed, said) => {
  expect(usedText({ ...room, minutesUsed })).toBe(said);
});

test("nobody is told that a link opens nothing which only is not known here any more, as after a start", () => {
  const conversation = { ...room, state: "open" } as const;

  const { text } = joinReply({ kind: "room", conversation, link: undefined, isNew: false }, scene);

  expect(text).toContain("cannot be shown again");
  expect(text).not.toContain("does not open");
});

test("a rehearsal that may last less than ten minutes is not said to end after ten minutes alone", () => {
  const { text } = roomNews({ ...room, mode: "chat", minutes: 1, state: "open" });

  expect(text).toContain("at the end of its time, or after ten minutes without a word");
});

test("whom the team's minutes refuse need not wait for the next day where rooms are open that give some back", () => {
  const refused = { ok: false, limit: 10, resetsAtMs: 0 } as const;

  const teams = limitRefusal("conversationMinutes", { ...refused, which: "team" });
  const others = [
    limitRefusal("conversationMinutes", { ...refused, which: "member" }),
    limitRefusal("videos", { ...refused, which: "team" }),
  ];

  expect(teams).toContain(" do not use comes back as soon as they end. It resets ");
  expect(others.join()).not.toContain("comes back");
});

test("of a room that Tavus could not be asked about, which is over by then, nobody reads that it will be", () => {
  expect(endSentences.assumed).toMatch(/ has ended by itself\.$/);
});

test("of a room that ends before a key goes nobody reads that the key has gone", () => {
  for (const why of [endSentences.keyChanged, whyEnded("keyChanged", undefined)])
    expect(why).toMatch(/ was to be /);
});

test.each(
  causes,
)("of %s a rehearsal that failed sends nobody to a card, and a call to no rehearsal", (cause) => {
  const failure = { cause, words: undefined, incident: undefined };
  for (const mode of ["video", "chat"] as const) {
    for (const state of ["failed", "making"] as const) {
      const conversation = { ...room, mode, state, failure };
      const { title, text } = joinReply({ kind: "room", conversation, link: undefined, isNew: true }, scene);
      expectItsOwnWords(mode, `${title} ${text}`);
    }
    const { remedy } = sentencesFor(cause, { operation: mode === "chat" ? "rehearsal" : "call" });
    expectItsOwnWords(mode, remedy);
  }
});

test.each([
  "pending",
  "failed",
  "missing",
] as const)("a persona that is %s is not said to come by waiting, nor by Unlink", (link) => {
  for (const cause of causes) {
    const failure = { cause, words: undefined, incident: undefined };
    const {
      title,
      text,
      buttons = [],
    } = notLinkedReply(aPersona({ link, failure }), {
      canChange: true,
      mayLink: true,
    });
    expect(title).toBe("“Ada” is not linked to Tavus");
    expect(text).not.toMatch(/\byet\b|Join/);
    expect(buttons.map(({ action }) => action)).not.toContain("unlink");
  }
});
