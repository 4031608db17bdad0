import { expect, test } from "vitest";
import type { Database } from "../../../src/database/opening/connect.ts";
import { fileNames } from "../../../src/database/persona/name-blocks.ts";
import { createPersonaStore, type NewPersona } from "../../../src/database/persona/persona-store.ts";
import { unknownOutcome } from "../../../src/database/postgres/connection-lost.ts";
import { createUsageStore, type UsageReservation } from "../../../src/database/team/usage-store.ts";
import { forEachEngine, type OpenDatabase } from "../../support/databases.ts";
import { aNewPersona, tenant } from "../../support/personas/persona-builders.ts";

const limit = { member: 3, team: 4 };

async function openStore(open: OpenDatabase) {
  const database = await open();
  const store = createPersonaStore(database);
  const usage = createUsageStore(database);
  return {
    insert(number: number, taken: Partial<UsageReservation> = {}, members: Partial<NewPersona> = {}) {
      const form = `form ${number}`;
      const persona = aNewPersona({ id: `per_${number}`, formId: form, ...members });
      const reservation = { userId: "u1", kind: "creates", id: form, amount: 1, limit, ...taken };
      return store.insertReserving(persona, reservation);
    },
    giveBack: (number: number) => usage.giveBack(tenant, "creates", `form ${number}`),
    async state() {
      const rows = await database.kysely.selectFrom("personas").select("id").execute();
      const links = await database.kysely.selectFrom("links").select("subject_id").execute();
      const used = await usage.usedToday(tenant, "u1");
      await fileNames(database);
      const blocks = await database.kysely.selectFrom("name_blocks").select("size").execute();
      expect(blocks.reduce((sum, { size }) => sum + size, 0)).toBe(rows.length);
      return { rows: rows.length, links: links.length, used: used.get("creates") };
    },
  };
}

/** Of the next transaction nobody can say whether it was committed: it was, or it was not. */
function loseNextOutcome({ kysely }: Database, isCommitted: boolean): void {
  const transaction = kysely.transaction.bind(kysely);
  kysely.transaction = () => {
    kysely.transaction = transaction;
    const builder = transaction();
    const execute = builder.execute.bind(builder);
    builder.execute = async (work) => {
      if (isCommitted) await execute(work);
      throw Object.assign(new Error("outcome unknown"), { code: unknownOutcome });
    };
    return builder;
  };
}

forEachEngine((_engine, open) => {
  test.for([
    true,
    false,
  ])("a row whose commit is not known is there once, and new; it was committed: %s", async (isCommitted) => {
    const database = await open();
    loseNextOutcome(database, isCommitted);
    const { insert, state } = await openStore(async () => database);

    const first = await insert(1);

    expect(first).toEqual({ isNew: true, usage: { isReserved: true, used: { member: 1, team: 1 } } });
    expect(await state()).toEqual({ rows: 1, links: 1, used: { member: 1, team: 1 } });
  });

  test("the row and what it takes of the limit are there together, once for each form", async () => {
    const { insert, state } = await openStore(open);

    const first = await insert(1);
    const again = await insert(1);

    const usage = { isReserved: true, used: { member: 1, team: 1 } };
    expect(first).toEqual({ isNew: true, usage });
    expect(again).toEqual({ isNew: false, usage });
    expect(await state()).toEqual({ rows: 1, links: 1, used: { member: 1, team: 1 } });
  });

  test.for([
    ["with what it took", false],
    ["although what it took was given back", true],
  ] as const)("a form that has made a persona is known again where the limit is reached, %s", async ([
    ,
    isGivenBack,
  ]) => {
    const { insert, giveBack, state } = await openStore(open);
    await insert(1);
    if (isGivenBack) await giveBack(1);
    const left = isGivenBack ? 3 : 2;
    await insert(2, { amount: left });
    const before = await state();

    const again = await insert(1);

    expect(again).toEqual({ isNew: false, usage: { isReserved: true, used: { member: 3, team: 3 } } });
    expect(await state()).toEqual(before);
  });

  test("a form that has made a persona takes nothing again of what it was given back", async () => {
    const { insert, giveBack, state } = await openStore(open);
    await insert(1);
    await giveBack(1);

    const again = await insert(1);

    expect(again.isNew).toBe(false);
    expect(again.usage.used).toEqual({ member: 0, team: 0 });
    expect(await state()).toEqual({ rows: 1, links: 1, used: undefined });
  });

  test("where the limit is reached there is no row, and nothing is taken", async () => {
    const { insert, state } = await openStore(open);
    await insert(1, { amount: 3 });

    const over = await insert(2);

    expect(over).toEqual({ isNew: false, usage: { isReserved: false, used: { member: 3, team: 3 } } });
    expect(await state()).toEqual({ rows: 1, links: 1, used: { member: 3, team: 3 } });
  });

  test("a row that cannot be stored takes nothing of the limit", async () => {
    const { insert, state } = await openStore(open);
    await insert(1);

    await expect(insert(2, {}, { id: "per_1" })).rejects.toThrow();

    expect(await state()).toEqual({ rows: 1, links: 1, used: { member: 1, team: 1 } });
  });

  test("of ten at once no more are stored than the team's limit allows", async () => {
    const { insert, state } = await openStore(open);

    const numbers = Array.from({ length: 10 }, (_, index) => index);
    const results = await Promise.all(numbers.map((number) => insert(number, { userId: `u${number % 2}` })));

    expect(results.filter(({ isNew }) => isNew)).toHaveLength(4);
    expect(await state()).toMatchObject({ rows: 4, links: 4, used: { team: 4 } });
  });
});
