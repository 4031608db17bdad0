import type { KyselyPlugin } from "kysely";
import { expect, test } from "vitest";
import type { Database } from "../../../src/database/opening/connect.ts";
import { expectAtMost } from "../../support/counted-work.ts";
import { forEachEngine, type OpenDatabase } from "../../support/databases.ts";
import { countsOf, openSyncHarness } from "../../support/harness/sync-harness.ts";

const personas = 430;
const rowsPerPage = 100;

/** Besides pages: the run's beginning and end, its beats, the key, the team's pause, what is linked, unlinked and listed. */
const mostBesidesPages = 25;
/** What is looked up of each page: whose its personas are, and their links. */
const mostPerPage = 4;

type Counts = { statements: number; rowsWritten: number; promptsRead: number };

/** Counts what is asked of a database; a run's own row, which is written at each beat, is not counted. */
function counted(database: Database): { database: Database; counts: Counts } {
  const counts: Counts = { statements: 0, rowsWritten: 0, promptsRead: 0 };
  const ofRun = new WeakSet<object>();
  const plugin: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      if (JSON.stringify(node).includes('"sync_runs"')) ofRun.add(queryId);
      return node;
    },
    async transformResult({ result, queryId }) {
      counts.statements += 1;
      counts.promptsRead += result.rows.filter((row) => "prompt" in row).length;
      const returned = result.rows.filter((row) => "key" in row).length;
      if (!ofRun.has(queryId)) counts.rowsWritten += Number(result.numAffectedRows ?? 0) || returned;
      return result;
    },
  };
  return { database: { ...database, kysely: database.kysely.withPlugin(plugin) }, counts };
}

async function openCounted(open: OpenDatabase) {
  const all: Counts[] = [];
  const harness = await openSyncHarness(async (options) => {
    const { database, counts } = counted(await open(options));
    all.push(counts);
    return database;
  });
  const [counts] = all;
  if (!counts) throw new Error("No database was opened.");
  return {
    ...harness,
    /** A sync, and what it asked of the database. */
    async countSync() {
      Object.assign(counts, { statements: 0, rowsWritten: 0, promptsRead: 0 } satisfies Counts);
      const summary = await harness.sync();
      return { ...counts, found: countsOf(summary) };
    },
  };
}

forEachEngine((engine, open) => {
  test("a sync that finds nothing new writes no row, reads no prompt, and looks each page up once", async (context) => {
    const harness = await openCounted(open);
    const typed = await harness.makeLinked("Typed here");
    const prompt = `Long. ${"Word. ".repeat(100)}`;
    for (let number = 1; number < personas; number += 1)
      harness.account.addPersona({ name: `Persona ${number}`, systemPrompt: prompt });
    harness.account.changePersona(typed.tavusPersonaId, { default_replica_id: "r00000000000" });

    const first = await harness.countSync();
    const second = await harness.countSync();

    expect(first.rowsWritten).toBeGreaterThanOrEqual(personas);
    expect(first.found).toEqual({ imported: personas - 1, differing: 1 });
    expectAtMost(context, {
      what: `rows a second sync writes, on ${engine}`,
      done: second.rowsWritten,
      most: 0,
    });
    expectAtMost(context, { what: `prompts it reads, on ${engine}`, done: second.promptsRead, most: 0 });
    expect(second.found).toEqual({ inStep: personas - 1, differing: 1 });
    const pages = Math.ceil(personas / rowsPerPage);
    expectAtMost(context, {
      what: `statements of it, ${personas} personas, on ${engine}`,
      done: second.statements,
      most: mostBesidesPages + mostPerPage * pages,
    });
  });
});
