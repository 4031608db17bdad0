import { statSync } from "node:fs";
import SqliteFile from "better-sqlite3";
import { expect, onTestFinished, test, vi } from "vitest";
import { watchJournal } from "../../../src/database/sqlite/held-journal.ts";
import { createStateStore } from "../../../src/database/team/state-store.ts";
import { openSqlite } from "../../support/databases.ts";

const minuteMs = 60_000;

test("a reader that does not end is told of after ten minutes, and once an hour", () => {
  let nowMs = 0;
  const { look } = watchJournal("bot.db", () => nowMs);
  const told: number[] = [];

  for (let minute = 0; minute <= 130; minute += 1) {
    nowMs = minute * minuteMs;
    try {
      look({ isHeld: minute !== 5 });
    } catch (error) {
      told.push(minute);
      expect(String(error)).toMatch(/reading bot\.db for \d+ min .* Close that program/);
    }
  }

  expect(told).toEqual([16, 76]);
});

test("while another program reads the journal cannot be emptied, which is told in the end, and afterwards it is", async () => {
  const database = await openSqlite();
  const { place, eraseTraces } = database;
  const sizeOfJournal = () => statSync(`${place}-wal`).size;
  const viewer = new SqliteFile(place);
  onTestFinished(() => void viewer.close());
  viewer.exec("begin");
  viewer.prepare("select 1 from platform_state").all();
  await createStateStore(database).set("app:test", "meanwhile", "written");

  await eraseTraces();
  const nowMs = performance.now();
  const clock = vi.spyOn(performance, "now").mockImplementation(() => nowMs + 11 * minuteMs);
  await expect(eraseTraces()).rejects.toThrow(/Another program has been reading .* for 11 min/);
  clock.mockRestore();
  const held = sizeOfJournal();
  viewer.exec("rollback");
  await eraseTraces();

  expect([held > 0, sizeOfJournal()]).toEqual([true, 0]);
});
