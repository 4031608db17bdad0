import { expect, test } from "vitest";
import type { Reply } from "../../../src/chat/reply.ts";
import { timeMark } from "../../../src/chat/time-mark.ts";
import {
  newsLine,
  personaReply,
  personaText,
  removalReply,
} from "../../../src/commands/reply/persona-reply.ts";
import { sharedCard } from "../../../src/commands/reply/shared-card.ts";
import { causes } from "../../../src/warnings/causes.ts";
import { asWork } from "../../../src/work.ts";
import { aPersona } from "../../support/personas/persona-builders.ts";
import { expectWithinLimits } from "../../support/reply-limits.ts";

const longest = { name: "x".repeat(80), description: "x".repeat(1000), leftBehind: true };
const longestFailure = { words: "x".repeat(200), incident: "abcdefgh" };

test.each(causes)("every reply about %s fits both platforms and says what to do", (cause) => {
  for (const link of ["pending", "failed", "missing", "linked"] as const) {
    const failure = { cause, ...longestFailure };
    const persona = aPersona({
      ...longest,
      link,
      failure,
      isBehind: true,
      tavusPersonaId: "p".repeat(40),
      nextAttemptMs: 0,
    });
    const replies: Reply[] = [
      personaReply(persona),
      sharedCard(persona, {
        sharedBy: "U1",
        replica: { id: "r".repeat(40), name: "x".repeat(200) },
        canRehearse: true,
      }),
      removalReply(persona, 2),
    ];
    for (const reply of replies) expectWithinLimits(reply);
    expect(personaReply(persona).text).toContain(longestFailure.words);
    expect(newsLine(persona).length).toBeLessThan(300);
  }
});

test.each(
  causes,
)("of %s whoever may do nothing about it reads who may, and not to look where they are", (cause) => {
  for (const link of ["pending", "failed", "missing", "linked"] as const) {
    const failure = { cause, words: undefined, incident: undefined };
    const text = personaText(aPersona({ link, failure, isBehind: true, tavusPersonaId: "p1" }), []);

    expect(text, link).not.toMatch(/\b[Pp]ress |Unlink it here|persona-show says/);
  }
});

test("a next try is a time that each reader's own clock shows, however late the reply is read", () => {
  const failure = { cause: "unavailable", words: undefined, incident: undefined } as const;
  const nextAttemptMs = Date.now() + 60_000;
  const { facts } = personaReply(aPersona({ failure, nextAttemptMs }));

  expect(facts).toContainEqual({ label: "Next try", value: timeMark(nextAttemptMs, "soon") });
});

test("a time that is over is never said to be that of the next try", () => {
  const failure = { cause: "unavailable", words: undefined, incident: undefined } as const;
  const { facts } = personaReply(aPersona({ failure, nextAttemptMs: Date.now() - 14_000 }));

  expect(facts).toContainEqual({ label: "Next try", value: "at once" });
});

test.each([
  ["hours ahead of", 8],
  ["hours behind", -8],
])("whether a next try is over is told by the database's clock, where that is %s this machine's", (_how, hours) => {
  const failure = { cause: "unavailable", words: undefined, incident: undefined } as const;
  const nowMs = Date.now() + hours * 3_600_000;
  const nextTry = (nextAttemptMs: number) =>
    asWork(nowMs, () => personaReply(aPersona({ failure, nextAttemptMs })).facts)?.find(
      ({ label }) => label === "Next try",
    )?.value;

  expect([nextTry(nowMs - 14_000), nextTry(nowMs + 60_000)]).toEqual([
    "at once",
    timeMark(nowMs + 60_000, "soon"),
  ]);
});

test("a linked persona whose edit is on its way is not said to have failed", () => {
  const persona = aPersona({ link: "linked", tavusPersonaId: "p1", isBehind: true });

  expect(personaReply(persona)).toMatchObject({
    title: "The change is on its way to Tavus",
    text: expect.stringContaining("“Ada” is saved. Tavus does not have the last change yet."),
  });
});

test("one that was found in Tavus is not said to lack a change that nobody made", () => {
  const persona = aPersona({ link: "linked", tavusPersonaId: "p1", isBehind: true, isFound: true });
  const failure = { cause: "timedOut", words: undefined, incident: undefined } as const;

  for (const each of [persona, { ...persona, failure }, { ...persona, failure, nextAttemptMs: 1 }]) {
    const { title, text } = personaReply(each);
    expect(text).toContain("“Ada” is saved, and Tavus has it.");
    expect(`${title} ${text}`).not.toMatch(/change/i);
  }
});

test("what somebody unlinked is not shown as a failure", () => {
  const failure = { cause: "unlinked", words: undefined, incident: undefined } as const;
  const toneOf = (cause: "unlinked" | "rejected") =>
    personaReply(aPersona({ link: "failed", failure: { ...failure, cause } })).tone;

  expect([toneOf("unlinked"), toneOf("rejected")]).toEqual(["warning", "failure"]);
});

test("what an earlier key may have left behind is said, also in success", () => {
  const linked = aPersona({ link: "linked", tavusPersonaId: "p1", leftBehind: true });

  expect(personaReply(linked).notes?.join()).toContain("account of the previous key");
  expect(personaReply(aPersona({ leftBehind: true })).notes?.join()).toContain("account of the previous key");
});

test("removed copies are counted in words that fit", () => {
  expect(removalReply(aPersona(), 1).title).toBe("Removed a second copy of “Ada” in Tavus");
  expect(removalReply(aPersona(), 3).title).toBe("Removed 3 further copies of “Ada” in Tavus");
});
