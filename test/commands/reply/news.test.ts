import { expect, test, vi } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { factsIn, type PersonaBot, startPersonaBot } from "../../support/persona-bot.ts";
import { answerIn, hows, recordAnswering } from "../../support/recording-answering.ts";

/** A time longer than the delay before the second try, by whatever chance it was lengthened. */
const pastNextTryMs = 26_000;

/** Waits for what the queue does by itself. */
function until(check: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(check, { timeout: 8000, interval: 50 });
}

/** A persona that failed for now and will be linked by the queue; its answer says so. */
async function aPersonaToCome(bot: PersonaBot, isTooLateToAmend: boolean) {
  bot.standIn.setFault("rateLimited", { times: 1 });
  const answering = recordAnswering({ isTooLateToAmend });
  await bot.person("U1").create({}, answering);
  return answering;
}

forEachEngine((_, open) => {
  test("the answer is replaced when the queue has linked the persona", async () => {
    const bot = await startPersonaBot(open);
    const answering = await aPersonaToCome(bot, false);

    bot.skip(pastNextTryMs);
    await until(async () => expect((await bot.rows())[0]?.told_at).not.toBeNull());

    expect(answerIn(answering).title).toBe("Tavus asks for a pause");
    expect(hows(answering)).toEqual(["acceptForm", "answer", "amend"]);
    expect(answering.said.at(-1)).toMatchObject({ reply: { tone: "success", title: "“Ada” is ready" } });
    expect(bot.direct.sent).toEqual([]);
  });

  test("when the answer can be changed no more the person gets a direct message, once", async () => {
    const bot = await startPersonaBot(open);
    await aPersonaToCome(bot, true);

    bot.skip(pastNextTryMs);
    await until(async () => expect((await bot.rows())[0]?.told_at).not.toBeNull());

    expect(bot.direct.sent).toMatchObject([{ userId: "U1", reply: { title: "“Ada” is ready" } }]);
    expect(factsIn(bot.direct.sent[0]?.reply ?? { tone: "neutral", title: "" })["ID in Tavus"]).toBe(
      bot.account.personas[0]?.id,
    );
  });

  test("an answer that came too late for its interaction goes to the direct messages instead", async () => {
    const bot = await startPersonaBot(open);

    await bot.person("U1").create({}, recordAnswering({ isOver: true }));

    expect(bot.direct.sent).toMatchObject([{ userId: "U1", reply: { title: "“Ada” is ready" } }]);
    expect((await bot.rows())[0]?.told_at).not.toBeNull();
  });

  test("how a persona on its way stood is not the last word: its end is told too", async () => {
    const bot = await startPersonaBot(open);
    bot.standIn.setFault("rateLimited", { times: 1 });

    await bot.person("U1").create({}, recordAnswering({ isOver: true, isTooLateToAmend: true }));
    const toldOnTheWay = (await bot.rows())[0]?.told_at;
    bot.skip(pastNextTryMs);
    await until(async () => expect((await bot.rows())[0]?.told_at).not.toBeNull());

    expect(toldOnTheWay).toBeNull();
    expect(bot.direct.sent.map(({ reply }) => reply.title)).toEqual([
      "Tavus asks for a pause",
      "“Ada” is ready",
    ]);
  });

  test("who takes no direct messages reads it below the next answer, and only there", async () => {
    const bot = await startPersonaBot(open);
    bot.direct.areClosed = true;
    await aPersonaToCome(bot, true);
    bot.skip(pastNextTryMs);
    await until(async () => expect((await bot.rows())[0]?.tell_lease_until).toMatch(/^9999/));
    const [row] = await bot.rows();
    const person = bot.person("U1");

    const somebodyElse = answerIn(await bot.person("U2").create({ name: "Bea" }));
    const next = answerIn(await person.create({ name: "Grace" }));
    const afterwards = answerIn(await person.create({ name: "Joan" }));

    expect(next.notes).toEqual([`Meanwhile: “Ada” (${row?.id}) is linked to ${row?.tavus_persona_id}.`]);
    expect([somebodyElse.notes, afterwards.notes]).toEqual([undefined, undefined]);
  });

  test("a persona given up for good is news too", async () => {
    const bot = await startPersonaBot(open);
    bot.direct.areClosed = true;
    await aPersonaToCome(bot, true);
    bot.standIn.setFault("rejected", { times: 1, operation: "create persona" });
    bot.skip(pastNextTryMs);
    await until(async () => expect((await bot.rows())[0]?.tell_lease_until).toMatch(/^9999/));

    const next = answerIn(await bot.person("U1").create({ name: "Grace" }));

    expect(next.notes).toEqual([
      expect.stringMatching(
        /^Meanwhile: “Ada” \(per_\w{10}\) could not be created in Tavus: Tavus did not accept/,
      ),
    ]);
  });

  test("a retry of a persona the person is owed news of is followed to its end", async () => {
    const bot = await startPersonaBot(open);
    bot.direct.areClosed = true;
    await aPersonaToCome(bot, true);
    bot.standIn.setFault("rejected", { times: 1, operation: "create persona" });
    bot.skip(pastNextTryMs);
    await until(async () => expect((await bot.rows())[0]?.tell_lease_until).toMatch(/^9999/));
    bot.standIn.setFault("rateLimited", { times: 1, operation: "create persona" });
    const [row] = await bot.rows();

    const retried = await bot.person("U1").press({ label: "Retry", action: "retry", state: row?.id ?? "" });
    bot.skip(pastNextTryMs);

    await until(() => expect(hows(retried)).toEqual(["answer", "amend"]));
    expect(answerIn(retried).notes?.join()).not.toContain("Meanwhile");
    expect(retried.said.at(-1)).toMatchObject({ reply: { title: "“Ada” is ready" } });
  });
});
