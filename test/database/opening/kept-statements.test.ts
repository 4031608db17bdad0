import { CompiledQuery } from "kysely";
import { expect, test } from "vitest";
import { countSqlite } from "../../support/counted-sqlite.ts";
import { openSqlite } from "../../support/databases.ts";

test("a statement that is in use stays prepared, however many others come, and those are not all kept", async () => {
  const sqlite = countSqlite();
  const { kysely } = await openSqlite();
  const ask = (text: string) => kysely.executeQuery(CompiledQuery.raw(text));
  const others = Array.from({ length: 1200 }, (_, index) => `select ${index} as other`);
  await ask("select 'ours' as ours");
  const before = sqlite.prepared();

  for (const other of others) {
    await ask(other);
    await ask("select 'ours' as ours");
  }
  const withOthers = sqlite.prepared();
  for (const other of others) await ask(other);

  expect(withOthers - before).toBe(others.length);
  // None is left of those that were last used longest ago.
  expect(sqlite.prepared() - withOthers).toBe(others.length);
});
