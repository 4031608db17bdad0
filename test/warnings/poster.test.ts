import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { restMs } from "../../src/warnings/deliver.ts";
import { forEachEngine } from "../support/databases.ts";
import { startPersonaBot } from "../support/persona-bot.ts";
import { channelId, happened, startWarnedTeam, type WarnedTeam } from "./warned-team.ts";

/** Leaves a warning as a process does that dies between its post and the record of it. */
function dieAfterPost({ bot }: WarnedTeam): Promise<unknown> {
  const lost = { post_state: "posting", channel_id: null, message_id: null, lease_until: null };
  return bot.database.kysely
    .updateTable("warnings")
    .set({ ...lost, due_at: new Date(bot.database.now()).toISOString() })
    .execute();
}

forEachEngine((_engine, open) => {
  test("twenty refusals in the same words are one message that counts them", async () => {
    const team = await startWarnedTeam(open);
    team.bot.standIn.setFault("rejected");

    await team.fails(20);
    await team.settled();

    const [message, ...others] = team.messages();
    expect(others).toEqual([]);
    expect(message).toMatchObject({ channelId, reply: { title: "Tavus did not accept this persona" } });
    expect(happened(message?.reply)).toContain("20 times since");
    expect(message?.reply.items).toHaveLength(5);
    expect(message?.reply.notes).toEqual(["And 15 more: press Show."]);
    expect(team.direct()).toEqual([]);
  });

  test("the first failure is said at once and the next ones ten seconds later, in one edit", async () => {
    const team = await startWarnedTeam(open);
    team.bot.standIn.setFault("rejected");

    await team.fails(1);
    await team.until(() => team.messages().length === 1, "the first message");
    await team.fails(4);
    await team.until(() => true, "nothing");
    expect(team.messages()).toMatchObject([{ edits: 0 }]);
    team.bot.skip(restMs);
    await team.until(() => team.messages()[0]?.edits === 1, "the edit");

    expect(happened(team.messages()[0]?.reply)).toContain("5 times");
  });

  test("refusals in other words are another message", async () => {
    const team = await startWarnedTeam(open);
    for (const error of ["Invalid replica_uuid", "Prompt is too long"]) {
      team.bot.standIn.setFault({ status: 400, body: { error } }, { times: 1 });
      await team.fails(1);
    }
    await team.settled();

    expect(team.messages().map(({ reply }) => reply.text?.split("\n")[1])).toEqual([
      "Tavus says: “Invalid replica_uuid”",
      "Tavus says: “Prompt is too long”",
    ]);
  });

  test("refusals that differ in an id and in what was sent are one message, and its button means them all", async () => {
    const team = await startWarnedTeam(open);
    for (let number = 1; number <= 12; number += 1) {
      const name = `Teacher of class ${"abcdefghijkl"[number - 1]}`;
      const error = `${name} cannot have replica_uuid r${number * 7}f (request ${randomUUID()})`;
      team.bot.standIn.setFault({ status: 400, body: { error } }, { times: 1 });
      await team.person.create({ name });
    }
    await team.settled();

    const [message, ...others] = team.messages();
    expect(others).toEqual([]);
    expect(happened(message?.reply)).toContain("12 times");
    expect(message?.reply.facts).toContainEqual({ label: "What waits", value: "12 personas" });
    const [warning] = await team.rows();
    expect(await team.bot.services.warnings.retryAll(warning?.tenant_id ?? "", warning?.id ?? "")).toBe(12);
  });

  test("a process that dies after the post leaves one message, which the next process brings up to date", async () => {
    const team = await startWarnedTeam(open);
    team.bot.standIn.setFault("rejected");
    await team.fails(1);
    await team.until(() => team.messages().length === 1, "the post");
    await team.settled();
    await team.bot.poster.stop(2000);
    await dieAfterPost(team);
    await team.fails(2);

    team.bot.poster.start();
    await team.settled();

    expect(team.messages()).toHaveLength(1);
    expect(happened(team.messages()[0]?.reply)).toContain("3 times");
    expect(await team.rows()).toMatchObject([{ message_id: "M1", post_state: "posted" }]);
  });

  test("a message that was deleted is posted anew, and the new one is changed from then on", async () => {
    const team = await startWarnedTeam(open);
    team.bot.standIn.setFault("rejected");
    await team.fails(1);
    await team.settled();
    const [gone] = team.messages().splice(0);

    await team.fails(1);
    await team.settled();
    await team.fails(1);
    await team.settled();

    const [message, ...others] = team.messages();
    expect(others).toEqual([]);
    expect(message?.nonce).not.toBe(gone?.nonce);
    expect(happened(message?.reply)).toContain("3 times");
  });

  test("while the platform fails nothing is lost, and later it is said once", async () => {
    const team = await startWarnedTeam(open);
    team.bot.channels.isDown = true;
    team.bot.standIn.setFault("rejected");
    await team.fails(3);
    await team.until(async () => (await team.rows())[0]?.tries === 1, "a try");

    team.bot.channels.isDown = false;
    await team.settled();

    expect(team.messages()).toHaveLength(1);
    expect(happened(team.messages()[0]?.reply)).toContain("3 times");
  });

  test("a pause that the platform asks for is kept, however short the first one would be", async () => {
    const team = await startWarnedTeam(open);
    team.bot.channels.isDown = true;
    team.bot.channels.pauseMs = 3_600_000;
    team.bot.standIn.setFault("rejected");
    await team.fails(1);

    await team.until(async () => (await team.rows())[0]?.tries === 1, "a try");

    const [row] = await team.rows();
    expect(Date.parse(row?.due_at ?? "") - team.bot.database.now()).toBeGreaterThan(3_500_000);
  });

  test("credits that are back turn the message to fixed, with how long it lasted", async () => {
    const team = await startWarnedTeam(open);
    const addCredits = team.bot.standIn.setFault("outOfCredits");
    await team.fails(2);
    await team.settled();
    expect(team.messages()[0]?.reply.title).toBe("Insufficient Tavus credits");

    addCredits();
    team.bot.skip(5 * 60_000);
    await team.person.create({ name: "Goes well" });
    await team.until(async () => (await team.rows()).every((row) => row.fixed_at !== null), "the end");
    await team.settled();

    const [message, ...others] = team.messages();
    expect(others).toEqual([]);
    expect(message?.reply).toMatchObject({ tone: "success", title: "Fixed: Insufficient Tavus credits" });
    expect(message?.reply.text).toMatch(/lasted 5 minutes and happened 2 times/);
  });

  test("a refusal is fixed when what was refused is deleted", async () => {
    const team = await startWarnedTeam(open);
    team.bot.standIn.setFault("rejected", { times: 1 });
    await team.fails(1);
    await team.settled();
    const [row] = await team.bot.rows();
    if (!row) throw new Error("There is no persona.");
    await team.bot.personas.remove({ tenantId: row.tenant_id, id: row.id, alsoInTavus: false });

    await team.person.create({ name: "Goes well" });
    await team.until(async () => (await team.rows())[0]?.fixed_at !== null, "the end");
    await team.settled();

    expect(team.messages()).toMatchObject([{ reply: { title: "Fixed: Tavus did not accept this persona" } }]);
  });

  test("a failure that heals with the first retry tells nobody but the person", async () => {
    const team = await startWarnedTeam(open);
    team.bot.standIn.setFault("serverErrors", { operation: "create persona", times: 1 });
    await team.fails(1);
    team.bot.skip(30_000);
    await team.until(async () => (await team.bot.rows())[0]?.link === "linked", "the retry");

    expect(await team.bot.rows()).toMatchObject([{ attempt: 2 }]);
    expect(await team.rows()).toEqual([]);
  });

  test("one that the first retry does not heal is told", async () => {
    const team = await startWarnedTeam(open);
    team.bot.standIn.setFault("rateLimited", { operation: "create persona" });
    await team.fails(1);
    expect(await team.rows()).toEqual([]);
    team.bot.skip(30_000);
    await team.until(() => team.messages().length === 1, "the message");

    expect(team.messages()[0]?.reply.title).toBe("Tavus asks for a pause");
  });

  test("a poster that is not started says nothing, and what is raised waits for it", async () => {
    const bot = await startPersonaBot(open);
    bot.standIn.setFault("rejected");
    await bot.person("U1", "admin").create();

    expect(bot.channels.messages).toEqual([]);
    expect(await bot.database.kysely.selectFrom("warnings").select("post_state").execute()).toEqual([
      { post_state: "seen" },
    ]);
  });
});
