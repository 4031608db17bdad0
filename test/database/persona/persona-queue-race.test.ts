import { sql } from "kysely";
import { expect, test } from "vitest";
import { createPersonaQueue } from "../../../src/database/persona/persona-queue.ts";
import { forEachEngine } from "../../support/databases.ts";
import { aStoredPersona, tenant } from "../../support/persona-builders.ts";
import { storeRows } from "../../support/stored-personas.ts";

const nowMs = Date.parse("2030-01-01T12:00:00.000Z");
const later = new Date(nowMs + 20_000).toISOString();
const claim = { keyTag: "0123456789ab", leaseMs: 20_000 };

forEachEngine((engine, open) => {
  test("claims in the same instant take two together", async () => {
    const database = await open({ clock: () => nowMs });
    const queue = createPersonaQueue(database);
    const rows = Array.from({ length: 6 }, () => aStoredPersona());
    await storeRows(database, rows);

    const claims = await Promise.all([1, 2, 3].map(() => queue.claimAttempts(tenant, claim)));

    expect(claims.flat()).toHaveLength(2);
  });

  if (engine === "sqlite") return; // one writer at a time, so no claim is ever halfway

  test("a claim waits for one that is halfway in another process, and counts what that one took", async () => {
    const database = await open({ clock: () => nowMs });
    const queue = createPersonaQueue(database);
    const rows = Array.from({ length: 4 }, () => aStoredPersona());
    await storeRows(database, rows);
    const taken = rows.slice(0, 2).map(({ id }) => id);

    const second = await database.kysely.transaction().execute(async (halfway) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${tenant}, 0))`.execute(halfway);
      await halfway
        .updateTable("personas")
        .set({ lease_until: later, must_look: 1, next_attempt_at: later })
        .where("id", "in", taken)
        .execute();
      const waiting = queue.claimAttempts(tenant, claim);
      await new Promise((resolve) => setTimeout(resolve, 100));
      return { waiting };
    });

    expect(await second.waiting).toEqual([]);
  });
});
