import { expect, test } from "vitest";
import type { Database } from "../../src/database/opening/connect.ts";
import { createPersonaStore } from "../../src/database/persona/persona-store.ts";
import { createSyncRows } from "../../src/database/persona/sync-rows.ts";
import { forEachEngine } from "../support/databases.ts";
import { tenant } from "../support/personas/persona-builders.ts";
import { aLinkedRow, storeRows } from "../support/personas/stored-personas.ts";

const count = 6;
/** Neither the order of the ids nor that in which the rows were written last is theirs. */
const ids = Array.from({ length: count }, (_, index) => `per_${count - index}`);
const remoteIds = ids.map((id) => `p${id}`);

/** What people read line by line, in the order in which it comes from here. */
const readings: { [reading: string]: (database: Database) => Promise<string[]> } = {
  "what a sync has waited for": async (database) =>
    (await createSyncRows(database).settledOf(tenant, ids)).map(({ id }) => id),
  "what a sync lists without comparing it": async (database) =>
    (await createSyncRows(database).namedWithRemoteIds(tenant, remoteIds)).map(({ id }) => id),
  "what a sync compares, and news": async (database) =>
    (await createPersonaStore(database).findAll(tenant, ids)).map(({ id }) => id),
};

forEachEngine((_engine, open) => {
  test.for(Object.entries(readings))("the oldest comes first: %s", async ([, read]) => {
    const database = await open();
    const rows = ids.map((id, index) =>
      aLinkedRow({
        id,
        tavus_persona_id: `p${id}`,
        created_at: new Date(Date.UTC(2026, 0, 1, index)).toISOString(),
      }),
    );
    await storeRows(database, rows);
    const { kysely } = database;
    // PostgreSQL puts to the end what is changed.
    await kysely.updateTable("links").set({ tries: 1 }).where("subject_id", "=", "per_4").execute();
    await kysely.updateTable("personas").set({ channel_id: "C2" }).where("id", "=", "per_4").execute();

    expect(await read(database)).toEqual(ids);
  });
});
