import { expect, test } from "vitest";
import { connectDatabase } from "../../src/database/opening/connect.ts";
import { migrateToLatest } from "../../src/database/opening/migrate.ts";
import { aConversationRow } from "../support/conversation-rows.ts";
import { findingOf, openPractice, redLines } from "./setup.ts";

test("rooms that are open are counted, of every team, and those that have ended are not", async () => {
  const { examine, databaseFile } = await openPractice();
  const database = await connectDatabase({ kind: "sqlite", file: databaseFile });
  await migrateToLatest(database);
  const before = await examine();
  const open = { ended_at: null, end_reason: null, minutes_used: null };
  await database.kysely
    .insertInto("conversations")
    .values([
      aConversationRow({ tenant_id: "discord:1", id: "con_1", press_id: "1", ...open }),
      aConversationRow({ tenant_id: "slack:T1", id: "con_2", press_id: "2", ...open }),
      aConversationRow({ tenant_id: "slack:T1", id: "con_3", press_id: "3" }),
    ])
    .execute();
  await database.close();

  const after = await examine();

  expect(findingOf(before, "Calls and videos: Rooms").sentence).toBe("None is open.");
  expect(findingOf(before, "Calls and videos: Videos").sentence).toBe("None is being made.");
  expect(findingOf(after, "Calls and videos: Rooms").sentence).toContain("2 open");
  expect(redLines(after)).toEqual([]);
});

test.each([
  [{ PORT: "0", PUBLIC_URL: "https://bot.example" }, "good", "https://bot.example/tavus/"],
  [{ PORT: "0", PUBLIC_URL: undefined }, "skipped", "Without PUBLIC_URL Tavus cannot call"],
  [{ PORT: undefined, PUBLIC_URL: undefined }, "skipped", "Without PORT and PUBLIC_URL Tavus cannot call"],
])("whether Tavus can call is said: %j", async (changes, state, words) => {
  const { examine } = await openPractice();

  const finding = findingOf(await examine(changes), "Calls and videos: Callbacks");

  expect(finding.state).toBe(state);
  expect(finding.sentence).toContain(words);
});
