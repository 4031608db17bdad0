import { expect, test } from "vitest";
import type { Reply } from "../../../src/chat/reply.ts";
import {
  newsLine,
  personaReply,
  removalReply,
  sharedReply,
} from "../../../src/commands/reply/persona-reply.ts";
import { createLog } from "../../../src/log.ts";
import { initialContent } from "../../../src/personas/content/draft.ts";
import type { Persona } from "../../../src/personas/persona.ts";
import { createTeamReplicas } from "../../../src/replicas/team-replicas.ts";
import { createTavusClient } from "../../../src/tavus/client.ts";
import { causes } from "../../../src/warnings/causes.ts";
import { factsIn } from "../../support/persona-bot.ts";
import { expectWithinLimits } from "../../support/reply-limits.ts";

function aPersona(members: Partial<Persona> = {}): Persona {
  return {
    tenantId: "slack:T1",
    id: "per_2345678abc",
    formId: "form-1",
    revision: 1,
    createdAt: "2026-11-22T10:00:00.000Z",
    isImported: false,
    differs: [],
    heldBack: [],
    kept: [],
    ...initialContent,
    name: "Ada",
    prompt: "Hi",
    link: "pending",
    tavusPersonaId: undefined,
    isBehind: false,
    failure: undefined,
    nextAttemptMs: undefined,
    outcomeUnknown: false,
    leftBehind: false,
    createdBy: "U1",
    channelId: "C1",
    ...members,
  };
}

const longest = { name: "x".repeat(80), description: "x".repeat(1000), leftBehind: true };
const longestFailure = { words: "x".repeat(200), incident: "abcdefgh" };

/** Those of a team without a key. */
const noReplicas = createTeamReplicas({
  tavus: createTavusClient({ apiUrl: "http://127.0.0.1:9", vocabulary: "personas" }),
  keys: { keyFor: async () => undefined },
  log: createLog({ level: "silent" }),
  now: Date.now,
});

test.each(causes)("every reply about %s fits both platforms and says what to do", async (cause) => {
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
    const shared = await sharedReply(persona, { replicas: noReplicas });
    const replies: Reply[] = [personaReply(persona, 0), shared, removalReply(persona, 2)];
    for (const reply of replies) expectWithinLimits(reply);
    expect(personaReply(persona, 0).text).toContain(longestFailure.words);
    expect(newsLine(persona).length).toBeLessThan(300);
  }
});

test.each([
  [-5000, "in about 1 s"],
  [20_000, "in about 20 s"],
  [89_000, "in about 89 s"],
  [300_000, "in about 5 min"],
  [3_600_000, "in about 60 min"],
])("a next try %d ms from now is said as “%s”", (ms, words) => {
  const failure = { cause: "unavailable", words: undefined, incident: undefined } as const;
  const reply = personaReply(aPersona({ failure, nextAttemptMs: 1_000_000 + ms }), 1_000_000);

  expect(factsIn(reply)["Next try"]).toBe(words);
});

test("a linked persona whose edit is on its way is not said to have failed", () => {
  const persona = aPersona({ link: "linked", tavusPersonaId: "p1", isBehind: true });

  expect(personaReply(persona, 0)).toMatchObject({
    title: "The change is on its way to Tavus",
    text: expect.stringContaining("“Ada” is saved here. Tavus still has an older version."),
  });
});

test("what an earlier key may have left behind is said, also in success", () => {
  const linked = aPersona({ link: "linked", tavusPersonaId: "p1", leftBehind: true });

  expect(personaReply(linked, 0).notes?.join()).toContain("account of the previous key");
  expect(personaReply(aPersona({ leftBehind: true }), 0).notes?.join()).toContain(
    "account of the previous key",
  );
});

test("removed copies are counted in words that fit", () => {
  expect(removalReply(aPersona(), 1).title).toBe("Removed a second copy of “Ada” in Tavus");
  expect(removalReply(aPersona(), 3).title).toBe("Removed 3 further copies of “Ada” in Tavus");
});
