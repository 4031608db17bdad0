import { expect, test } from "vitest";
import type { SendDirect } from "../../src/chat/interaction.ts";
import type { Reply } from "../../src/chat/reply.ts";
import { createOwedStore } from "../../src/database/team/owed-store.ts";
import { createSecrets } from "../../src/database/team/secrets.ts";
import { OutsideError } from "../../src/errors.ts";
import { createLog } from "../../src/log.ts";
import { createOwedAnswers } from "../../src/owed/owed-answers.ts";
import { forEachEngine, type OpenDatabase } from "../support/databases.ts";
import { createFailingDatabase } from "../support/faults/failing-database.ts";
import { untilTrue } from "../support/until-true.ts";

const interaction = { id: "d1", member: { tenantId: "slack:T1", userId: "U1" } };
const reply: Reply = { tone: "success", title: "Done" };

/** What a direct message comes to, and how many answers are still owed then. */
const ways = {
  taken: { send: async () => true, owed: 0 },
  refused: { send: async () => false, owed: 1 },
  failing: { send: () => Promise.reject(new OutsideError("the platform is away")), owed: 1 },
};

/** Answers that are owed, on a database that can be told to fail. */
async function openOwed(open: OpenDatabase, send: () => Promise<boolean>) {
  const failing = createFailingDatabase();
  const database = await open();
  const store = createOwedStore(failing.of(database));
  const log = createLog({ level: "silent", destination: { write: () => undefined } });
  const owed = createOwedAnswers({ store, sendDirectFor: () => send, wakeOthers() {}, log });
  const rows = () => database.kysely.selectFrom("owed").selectAll().execute();
  const failAt = (after: number, times: number) =>
    failing.set({ how: "full", ofReads: false, isAnswerLost: false, after, times });
  return { owed, rows, failAt, recover: failing.clear };
}

const cases = (["taken", "refused", "failing"] as const).flatMap((way) =>
  [0, 1, 2].flatMap((after) => [1, 3].map((times) => ({ way, after, times }))),
);

forEachEngine((_engine, open) => {
  test.each(
    cases,
  )("whichever statements fail, an answer was read or is still owed: $way, $times after $after", async ({
    way,
    after,
    times,
  }) => {
    const { owed, rows, failAt, recover } = await openOwed(open, ways[way].send);

    failAt(after, times);
    await owed.tell(interaction, reply);
    recover();
    await owed.stop(5000);

    expect(await rows()).toHaveLength(ways[way].owed);
  });

  test("what another process has announced is told in the place of that", async () => {
    const database = await open();
    const log = createLog({ level: "silent", destination: { write: () => undefined } });
    const sent: unknown[] = [];
    const send: SendDirect = async (...message) => {
      sent.push(message);
      return true;
    };
    const store = createOwedStore(database, createSecrets([Buffer.alloc(32, 1)]));
    const aProcess = () => createOwedAnswers({ store, sendDirectFor: () => send, wakeOthers() {}, log });
    const [dead, next] = [aProcess(), aProcess()];
    await dead.promise(interaction, { tone: "warning", title: "Interrupted" });
    dead.stands(interaction, "the way there");
    await untilTrue(
      async () =>
        (await database.kysely.selectFrom("owed").selectAll().executeTakeFirst())?.standing_sealed != null,
    );

    next.start();
    await next.promise(interaction, { tone: "warning", title: "Interrupted" });
    await next.tellInPlace(interaction, reply);
    await untilTrue(() => sent.length > 0);
    await next.stop(5000);

    expect(sent).toEqual([
      ["U1", reply, undefined, expect.objectContaining({ inPlace: reply, standsAt: "the way there" })],
    ]);
    expect(await database.kysely.selectFrom("owed").selectAll().execute()).toEqual([]);
  });

  test("what was answered while the database took nothing is not told as broken", async () => {
    const { owed, rows, failAt, recover } = await openOwed(open, ways.taken.send);
    await owed.promise(interaction, reply);

    failAt(0, 1);
    await owed.settle(interaction);
    recover();

    expect(await rows()).toHaveLength(1);
    await owed.stop(5000);
    expect(await rows()).toEqual([]);
  });

  test("while a platform is away, few wait for it here and the others in the database; all are told, each once", async () => {
    const { owed, told, away, dueNow, rows } = await openAway(open);
    owed.start();

    const discord = ofMany(120).map((other) => owed.tell(other, reply));
    await untilTrue(async () => (await rows()).length === 120 && away.waiting() === 50);
    away.lets("slack:T1");
    await owed.tell(of("slack:T1", 7), reply);
    expect(told).toEqual({ "slack:T1/7": 1 });

    // The lease of everything is over, with some of it still on its way; what belongs to others comes all the same.
    await dueNow();
    await owed.tellInPlace(of("slack:T1", 8), reply);
    await untilTrue(() => told["slack:T1/8"] === 1);
    expect(away.waiting()).toBe(50);

    for (const { member } of ofMany(120)) away.lets(member.tenantId);
    await Promise.all(discord);
    await untilTrue(async () => (await rows()).length === 0);
    await owed.stop(5000);
    expect(Object.keys(told)).toHaveLength(122);
    expect(new Set(Object.values(told))).toEqual(new Set([1]));
  });

  test.each([
    ["as it comes", "comes"],
    ["that lies there at the start", "lies"],
  ])("what is owed %s while a platform has enough to do is told as soon as that has room", async (_, how) => {
    const { owed, store, told, away, rows } = await openAway(open);
    const others = ofMany(75);
    const replyJson = JSON.stringify(reply);
    for (const { id, member } of how === "lies" ? others : [])
      await store.owe({ ...member, deliveryId: id, replyJson }, 0);
    owed.start();
    for (const other of how === "comes" ? others : []) void owed.tell(other, reply);
    await untilTrue(async () => (await rows()).length === 75 && away.waiting() === 50);

    for (const { member } of others) away.lets(member.tenantId);
    await untilTrue(async () => (await rows()).length === 0);
    await owed.stop(5000);

    expect(Object.values(told)).toEqual(others.map(() => 1));
  });

  test.each([
    "comes",
    "lies",
  ])("what is owed to a team whose messages hang holds up no other team's, as it %s there", async (how) => {
    const { owed, store, told, away, rows } = await openAway(open);
    const replyJson = JSON.stringify(reply);
    const owe = ({ id, member }: ReturnType<typeof of>) =>
      store.owe({ ...member, deliveryId: id, replyJson }, 0);
    const hanging = Array.from({ length: 60 }, (_, index) => of("slack:T1", index));
    // Its id begins as the other's does.
    const other = of("slack:T12", 0);
    away.lets("slack:T12");
    if (how === "lies") for (const answer of [...hanging, other]) await owe(answer);
    owed.start();
    if (how === "comes") for (const answer of [...hanging, other]) void owed.tell(answer, reply);

    await untilTrue(() => told["slack:T12/0"] === 1);
    expect(told).toEqual({ "slack:T12/0": 1 });

    away.lets("slack:T1");
    await untilTrue(async () => (await rows()).length === 0);
    await owed.stop(5000);
    expect(Object.values(told)).toEqual(Array.from({ length: 61 }, () => 1));
  });

  test("an answer that its person has not come for in a year is forgotten, and no other", async () => {
    const database = await open();
    const { owed } = await openOwed(async () => database, ways.refused.send);
    for (const index of [1, 2]) await owed.tell(of("slack:T1", index), reply);
    await database.kysely
      .updateTable("owed")
      .set({ created_at: "2001-01-01T00:00:00.000Z" })
      .where("delivery_id", "=", "d1")
      .execute();

    await owed.purge();

    const left = await database.kysely.selectFrom("owed").select("delivery_id").execute();
    expect(left).toEqual([{ delivery_id: "d2" }]);
    await owed.stop(5000);
  });

  test("what this process promised and still works on is not told as broken, however late it is", async () => {
    const { owed, told, away, dueNow, rows } = await openAway(open);
    away.lets("discord:1");
    await owed.promise(of("discord:1", 1), reply);
    await dueNow();

    owed.start();
    await untilTrue(async () => (await rows())[0]?.tell_at !== longAgo);
    expect(told).toEqual({});

    await owed.settle(of("discord:1", 1));
    await owed.stop(5000);
    expect(told).toEqual({});
    expect(await rows()).toEqual([]);
  });

  test("what is owed in the place of something that is being told is told as well", async () => {
    const { owed, said, away, dueNow, rows } = await openAway(open);
    owed.start();
    const first = owed.tell(of("discord:1", 1), reply);
    await untilTrue(() => away.waiting() === 1);
    await owed.tell(of("discord:1", 1), { tone: "success", title: "Done at last" });

    away.lets("discord:1");
    await first;
    await dueNow();
    owed.wake();
    await untilTrue(async () => (await rows()).length === 0);
    await owed.stop(5000);
    expect(said.map(({ title }) => title)).toEqual(["Done", "Done at last"]);
    expect(new Set(said.map(({ nonce }) => nonce)).size).toBe(2);
  });
});

const longAgo = "2000-01-01T00:00:00.000Z";

function of(tenantId: string, index: number) {
  return { id: `d${index}`, member: { tenantId, userId: String(index) } };
}

/** Answers to many teams of one platform. */
function ofMany(count: number) {
  return Array.from({ length: count }, (_, index) => of(`discord:${index % 12}`, index));
}

/** Answers that are owed while direct messages hang, of each team until it is let. */
async function openAway(open: OpenDatabase) {
  const database = await open();
  const store = createOwedStore(database);
  const log = createLog({ level: "silent", destination: { write: () => undefined } });
  const told: Record<string, number> = {};
  const said: { title: string; nonce: string | undefined }[] = [];
  const waiting = new Map<string, (() => void)[]>();
  const letThrough = new Set<string>();
  const sendDirectFor =
    (tenantId: string): SendDirect =>
    async (userId, { title }, _onRefused, { nonce } = {}) => {
      if (!letThrough.has(tenantId)) {
        const others = waiting.get(tenantId) ?? [];
        await new Promise<void>((resolve) => waiting.set(tenantId, [...others, resolve]));
      }
      const name = `${tenantId}/${userId}`;
      told[name] = (told[name] ?? 0) + 1;
      said.push({ title, nonce });
      return true;
    };
  const owed = createOwedAnswers({ store, sendDirectFor, wakeOthers() {}, log });
  const away = {
    waiting: () => [...waiting.values()].flat().length,
    lets(tenantId: string) {
      letThrough.add(tenantId);
      for (const resolve of waiting.get(tenantId) ?? []) resolve();
      waiting.delete(tenantId);
    },
  };
  const dueNow = () => database.kysely.updateTable("owed").set({ tell_at: longAgo }).execute();
  const rows = () => database.kysely.selectFrom("owed").selectAll().execute();
  return { owed, store, told, said, away, dueNow, rows };
}
