import { expect, test } from "vitest";
import type { Fault, FaultName } from "../../sandbox/stand-ins/tavus/faults.ts";
import { forEachEngine } from "../support/databases.ts";
import { factsIn, startPersonaBot } from "../support/persona-bot.ts";
import { answerIn } from "../support/recording-answering.ts";

type Expected = {
  title: string;
  says: string[];
  buttons: readonly string[];
  link: "pending" | "failed";
  isTriedAgain: boolean;
};

const retry = ["Retry"];
const byItself = { buttons: retry, link: "pending", isTriedAgain: true } as const;
const byPeople = { buttons: retry, link: "pending", isTriedAgain: false } as const;
const byChange = {
  buttons: ["Edit", "Change replica", "Retry"],
  link: "failed",
  isTriedAgain: false,
} as const;

const cases: [string, FaultName | Fault, Expected][] = [
  ["401", "invalidKey", { title: "Invalid Tavus API key", says: ["press Retry"], ...byPeople }],
  [
    "402",
    "outOfCredits",
    { title: "Insufficient Tavus credits", says: ["Add credits", "press Retry"], ...byPeople },
  ],
  [
    "400 that speaks of credits",
    { status: 400, body: { message: "The user is out of conversational credits" } },
    { title: "Insufficient Tavus credits", says: ["Add credits"], ...byPeople },
  ],
  [
    "400",
    { status: 400, body: { error: "Invalid replica_uuid" } },
    {
      title: "Tavus did not accept this persona",
      says: ["Tavus says: “Invalid replica_uuid”", "Press Edit or Change replica"],
      ...byChange,
    },
  ],
  [
    "422",
    { status: 422, body: { message: "Name is @everyone's" } },
    { title: "Tavus did not accept this persona", says: ["“Name is @everyone's”"], ...byChange },
  ],
  ["429", "rateLimited", { title: "Tavus asks for a pause", says: ["I try again by myself"], ...byItself }],
  [
    "503",
    "serverErrors",
    { title: "Tavus is not available", says: ["I check whether it was created"], ...byItself },
  ],
  [
    "a dropped connection",
    "dropBefore",
    { title: "Tavus is not available", says: ["I check whether"], ...byItself },
  ],
  [
    "a lost answer",
    "losesAnswer",
    { title: "Tavus is not available", says: ["I check whether"], ...byItself },
  ],
  [
    "a timeout",
    "hang",
    { title: "Tavus did not answer in time", says: ["I check whether it was created"], ...byItself },
  ],
  [
    "nonsense",
    "nonsense",
    { title: "Tavus answered something unexpected", says: ["I check whether"], ...byItself },
  ],
  [
    "an answer without an ID",
    "emptyReply",
    { title: "Tavus answered something unexpected", says: ["I check"], ...byItself },
  ],
];

forEachEngine((_, open) => {
  test.each(
    cases,
  )("after %s the record is safe, and the reply says what happened and what to do", async (_, fault, expected) => {
    const bot = await startPersonaBot(open, { timeoutMs: 300 });
    bot.standIn.setFault(fault, { operation: "create persona" });

    const reply = answerIn(await bot.person("U1").create());

    const [row] = await bot.rows();
    const facts = factsIn(reply);
    expect(row).toMatchObject({
      name: "Ada",
      prompt: "You are Ada.",
      link: expected.link,
      tavus_persona_id: null,
    });
    expect(reply.title).toBe(expected.title);
    expect(reply.tone).toBe(expected.link === "failed" ? "failure" : "warning");
    for (const words of ["“Ada” is saved.", ...expected.says]) expect(reply.text).toContain(words);
    expect(reply.buttons?.map(({ label }) => label)).toEqual(expected.buttons);
    expect(facts).toMatchObject({ "ID here": row?.id, "ID in Tavus": "not linked" });
    expect("Next try" in facts).toBe(expected.isTriedAgain);
    expect(reply.notes).toEqual([`Incident ${row?.failure_incident}`]);
    expect(bot.written.join()).toContain(row?.failure_incident);
  });

  test("without a key the record is safe and the reply says whose turn it is", async () => {
    const bot = await startPersonaBot(open, { tavusKey: null });

    const reply = answerIn(await bot.person("U1").create());

    expect(reply).toMatchObject({ tone: "warning", title: "TAVUS_API_KEY not configured" });
    expect(reply.text).toContain(
      "An admin enters your team's own key with /persona-setup, or whoever runs the bot sets TAVUS_API_KEY.",
    );
    expect(factsIn(reply)).toEqual({
      "ID here": (await bot.rows())[0]?.id,
      "ID in Tavus": "not linked",
      "Key in use": "None",
    });
    expect(bot.standIn.requests).toEqual([]);
  });

  test("the longest words Tavus may say still fit the reply", async () => {
    const bot = await startPersonaBot(open);
    bot.standIn.setFault({ status: 400, body: { error: "é".repeat(5000) } }, { operation: "create persona" });

    const reply = answerIn(await bot.person("U1").create({ name: "x".repeat(80) }));

    expect(reply.text).toContain("ééé…”");
  });

  test("what Tavus wants to wait is said", async () => {
    const bot = await startPersonaBot(open);
    bot.standIn.setFault({ status: 429, body: {}, headers: { "retry-after": "600" } });

    const reply = answerIn(await bot.person("U1").create());

    expect(factsIn(reply)["Next try"]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d UTC$/);
  });

  test("Tavus's newer vocabulary without a replica is refused in Tavus's words, with a way to choose one", async () => {
    const bot = await startPersonaBot(open, { vocabulary: "pals" });

    const reply = answerIn(await bot.person("U1").create());

    expect(reply.text).toContain("default_face_id is required");
    expect(reply.buttons?.map(({ label }) => label)).toContain("Change replica");
  });

  test("no key and nothing a person typed is in the log", async () => {
    const bot = await startPersonaBot(open, { tavusKey: "hush-wrong-key" });

    await bot.person("U1").create({ name: "hush-name", prompt: "hush-prompt", description: "hush-words" });

    expect(bot.written.length).toBeGreaterThan(0);
    expect(bot.written.join()).not.toContain("hush");
  });
});
