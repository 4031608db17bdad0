import { sql } from "kysely";
import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { tenant } from "../../support/personas/persona-builders.ts";
import { at } from "./open-attempt.ts";
import { opening, openQueue } from "./open-queue.ts";

forEachEngine((engine, open) => {
  test("claims in the same instant take two together", async () => {
    const { queue, insert } = await openQueue(open);
    for (let row = 0; row < 6; row += 1) await insert();

    const claims = await Promise.all([1, 2, 3].map(() => queue.openAttempts(tenant, opening)));

    expect(claims.flat()).toHaveLength(2);
  });

  if (engine === "sqlite") return; // one writer at a time, so no claim is ever halfway

  test("a claim waits for one that is halfway in another process, and counts what that one took", async () => {
    const { database, queue, insert } = await openQueue(open);
    const rows = [await insert(), await insert(), await insert(), await insert()];
    const taken = rows.slice(0, 2).map(({ id }) => id);

    const second = await database.kysely.transaction().execute(async (halfway) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${tenant}, 0))`.execute(halfway);
      await halfway
        .updateTable("links")
        .set({ lease_until: at(20_000), outcome_unknown: 1, next_attempt_at: at(20_000) })
        .where("subject_id", "in", taken)
        .execute();
      const waiting = queue.openAttempts(tenant, opening);
      await new Promise((resolve) => setTimeout(resolve, 100));
      return { waiting };
    });

    expect(await second.waiting).toEqual([]);
  });
});
