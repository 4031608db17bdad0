import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { createPersonaImports } from "../../../src/database/persona/persona-imports.ts";
import { countSqlite } from "../../support/counted-sqlite.ts";
import { forEachEngine, openSqlite } from "../../support/databases.ts";
import { aStoredPersona, otherTenant, tenant } from "../../support/personas/persona-builders.ts";
import { readFlat } from "../../support/personas/persona-rows.ts";
import { aLinkedRow, storeRows } from "../../support/personas/stored-personas.ts";

const unknownInTavus = { kind: "personal", template: "blank", description: "", traits: [] };
const byAda = { userId: "ada", content: unknownInTavus };

function imported(number: number) {
  return {
    id: `per_${String(number).padStart(10, "0")}`,
    remoteId: `p${number}`,
    content: {
      name: `Persona "${number}" – one`,
      prompt: "Be\n'kind'.",
      promptIsWhole: true,
      context: "",
      replicaId: number % 2 === 0 ? undefined : "r1",
      model: "tavus-glm-4.7",
      voiceSpeed: "normal",
      voiceEmotion: "none",
    },
    base: "hashes",
    createdMs: Date.UTC(2026, 0, 1),
  };
}

test("on SQLite batches of the same length need the same statements, whatever stands in them", async () => {
  const sqlite = countSqlite();
  const imports = createPersonaImports(await openSqlite());
  const batch = (number: number) =>
    Array.from({ length: 128 }, (_, index) => {
      const one = imported(number * 128 + index);
      const has = (bit: number) => ((index * 7 + number) >> bit) % 2 === 0;
      const [replicaId, promptIsWhole] = [has(0) ? "r2" : undefined, has(1)];
      return { ...one, base: has(2) ? "other" : "", content: { ...one.content, replicaId, promptIsWhole } };
    });
  await imports.importAll(tenant, batch(0), byAda);
  await imports.importAll(tenant, batch(1), byAda);
  const before = sqlite.prepared();

  for (let number = 2; number < 12; number += 1) await imports.importAll(tenant, batch(number), byAda);

  expect(sqlite.prepared() - before).toBe(0);
});

forEachEngine((_, open) => {
  test("what is taken back and done again, as after a deadlock, is only what was written then", async () => {
    const database = await open();
    const another = { ...imported(0), id: "per_another000" };
    const { kysely } = database;
    const again: Pick<typeof kysely, "transaction"> = {
      transaction() {
        const builder = kysely.transaction();
        const execute = builder.execute.bind(builder);
        builder.execute = async (work) => {
          const first = kysely.transaction().execute(async (transaction) => {
            await work(transaction);
            throw new Error("taken back");
          });
          await expect(first).rejects.toThrow("taken back");
          await createPersonaImports(database).importAll(tenant, [another], byAda);
          return execute(work);
        };
        return builder;
      },
    };
    const imports = createPersonaImports({ ...database, kysely: again as typeof kysely });

    expect(await imports.importAll(tenant, [imported(0), imported(1)], byAda)).toEqual(
      new Set([imported(1).id]),
    );
    const rows = await kysely.selectFrom("personas").select("id").orderBy("id").execute();
    expect(rows.map(({ id }) => id)).toEqual([imported(1).id, another.id]);
  });

  test("while many are written at once, others have their turn, and see all of them or none", async () => {
    const database = await open();
    const personas = Array.from({ length: 128 }, (_, index) => imported(index));
    let isWritten = false;
    const writing = createPersonaImports(database)
      .importAll(tenant, personas, byAda)
      .finally(() => {
        isWritten = true;
      });

    const looking = readFlat(database).then((rows) => rows.length);
    let turns = 0;
    for (; !isWritten; turns += 1) await setImmediate();

    await writing;
    expect(turns).toBeGreaterThan(2);
    expect([0, personas.length]).toContain(await looking);
  });

  test.each([1, 7, 300])("%i imports come with every value in its column", async (count) => {
    const database = await open();
    const personas = Array.from({ length: count }, (_, index) => imported(index));

    const written = await createPersonaImports(database).importAll(tenant, personas, byAda);

    const rows = await readFlat(database);
    expect(written).toEqual(new Set(personas.map(({ id }) => id)));
    expect(rows).toHaveLength(count);
    expect(rows.find(({ id }) => id === imported(0).id)).toMatchObject({
      tenant_id: tenant,
      name: 'Persona "0" – one',
      prompt: "Be\n'kind'.",
      prompt_is_whole: 1,
      replica_id: null,
      model: "tavus-glm-4.7",
      voice_speed: "normal",
      voice_emotion: "none",
      link: "linked",
      tavus_persona_id: "p0",
      base: "hashes",
      created_by: "ada",
      created_at: "2026-01-01T00:00:00.000Z",
    });
  });

  test("an import whose Tavus id stands here already is not written, the others are", async () => {
    const database = await open();
    const imports = createPersonaImports(database);
    await imports.importAll(tenant, [imported(1)], byAda);

    const written = await imports.importAll(tenant, [{ ...imported(2), remoteId: "p1" }, imported(3)], byAda);

    expect(written).toEqual(new Set([imported(3).id]));
    const personas = await database.kysely.selectFrom("personas").select("id").orderBy("id").execute();
    expect(personas.map(({ id }) => id)).toEqual([imported(1).id, imported(3).id]);
  });

  test.each([
    ["nobody has changed since", {}, true],
    ["somebody has changed", { revision: 2 }, false],
    ["was deleted here", { deleted_at: "2026-01-01T00:00:00.000Z" }, false],
    ["was typed here", { imported_at: null }, false],
    ["is another team's", { tenant_id: otherTenant }, false],
  ])("an import that %s makes room for what was typed here: %#", async (_what, members, isGone) => {
    const database = await open();
    const imported_at = "2026-01-01T00:00:00.000Z";
    const held = aLinkedRow({ id: "per_held", imported_at, tavus_persona_id: "p1", ...members });
    const typed = aStoredPersona({ id: "per_typed" });
    await storeRows(database, [held, typed]);
    const key = { tenantId: tenant, id: typed.id };

    expect(await createPersonaImports(database).makeRoom(key, "p1")).toBe(isGone);

    const left = (await readFlat(database)).map(({ id }) => id).sort();
    expect(left).toEqual(isGone ? ["per_typed"] : ["per_held", "per_typed"]);
  });

  test("nothing makes room for what has an id in Tavus, or is not here", async () => {
    const database = await open();
    const imported_at = "2026-01-01T00:00:00.000Z";
    const held = aLinkedRow({ imported_at, tavus_persona_id: "p1" });
    const linked = aLinkedRow({ tavus_persona_id: "p2" });
    await storeRows(database, [held, linked]);
    const { makeRoom } = createPersonaImports(database);

    expect(await makeRoom({ tenantId: tenant, id: linked.id }, "p1")).toBe(false);
    expect(await makeRoom({ tenantId: tenant, id: "per_none" }, "p1")).toBe(false);
    expect(await readFlat(database)).toHaveLength(2);
  });
});
