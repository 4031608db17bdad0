import { sql } from "kysely";
import { expect, test } from "vitest";
import { keyTag } from "../../src/tenants/keys.ts";
import { openSqlite } from "../support/databases.ts";
import { harnessKey, openHarness } from "../support/harness/harness.ts";
import { aStoredPersona, tenant } from "../support/personas/persona-builders.ts";
import { storeRows } from "../support/personas/stored-personas.ts";

/** In the order of their numbers, of characters that ids have. */
const idOf = (number: number) =>
  `per_${number
    .toString(8)
    .padStart(10, "0")
    .replace(/\d/g, (digit) => String(Number(digit) + 2))}`;
/** More than two pages of a search. */
const count = 450;
const [found, foundLater] = [3, 440];

test.each([
  ["that was found", found],
  ["that was not found", 4],
])("one lost create %s and cannot be written holds up none of the others, on whichever page", async (_, bad) => {
  const harness = await openHarness(openSqlite);
  const bot = harness.startBot();
  const tag = keyTag(harnessKey);
  const at = new Date(harness.now() - 60_000).toISOString();
  const lost = { attempt: 1, attempt_started_at: at, lease_until: at, outcome_unknown: 1, key_tag: tag };
  const rows = Array.from({ length: count }, (_, number) => aStoredPersona({ ...lost, id: idOf(number) }));
  await storeRows(harness.database, rows);
  for (const number of [found, foundLater])
    harness.account.addPersona({ name: "Ada", systemPrompt: `You are Ada.\n\n[record ${idOf(number)}]` });
  await sql`create trigger bad before update on links when new.subject_id = ${sql.lit(idOf(bad))}
    begin select raise(abort, 'cannot be written'); end`.execute(harness.database.kysely);

  const searching = bot.kind.findLost(tenant, { value: harnessKey, tag });

  await expect(searching).rejects.toThrow(/cannot be written/);
  const left = (await harness.rows()).filter((row) => row.outcome_unknown === 1);
  expect(left.map(({ id }) => id)).toEqual([idOf(bad)]);
});
