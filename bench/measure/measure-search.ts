import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { startPostgres } from "../../sandbox/stand-ins/postgres-server.ts";
import { connectDatabase, type Database, type DatabaseLocation } from "../../src/database/opening/connect.ts";
import { migrateToLatest } from "../../src/database/opening/migrate.ts";
import { createPersonaLists } from "../../src/database/persona/persona-lists.ts";
import { createPersonaStore } from "../../src/database/persona/persona-store.ts";
import { listPersonas } from "../../src/personas/list.ts";
import { lookUp, suggestTo } from "../../src/personas/lookup.ts";
import { fillTeam } from "../fill-team.ts";
import { median } from "../statistics.ts";
import type { Row } from "../table.ts";
import type { Workshop } from "../workshop.ts";

const personas = 50_000;
const tenantId = "discord:1";
const rounds = 15;
const repeats = 4;
const targets = { cpuMs: 5, blockedMs: 20 };
const longestName = 100;

/** (m) What one keystroke, search or lookup costs in a team of 50,000, and the longest moment in which nothing else ran. */
export async function measureSearch(workshop: Workshop): Promise<Row[]> {
  const file = workshop.path("search.db");
  const server = await startPostgres();
  try {
    const { hostname, port, username, password } = new URL(server.url);
    const url = `postgres://${username}:${password}@${hostname}:${port}/postgres`;
    return [
      ...(await measureOn("SQLite", { kind: "sqlite", file })),
      ...(await measureOn("PostgreSQL", { kind: "postgres", url })),
    ];
  } finally {
    await server.stop();
  }
}

async function measureOn(engine: string, location: DatabaseLocation): Promise<Row[]> {
  const database = await connectDatabase(location);
  try {
    await migrateToLatest(database);
    await fillTeam(database, { tenantId, personas });
    // Autovacuum does this within a minute where it runs.
    if (database.engine === "postgres") await sql`analyze`.execute(database.kysely);
    let blockedMs = 0;
    const rows: Row[] = [];
    for (const [what, work] of Object.entries(worksOn(database))) {
      for (let warmUp = 0; warmUp < repeats; warmUp += 1) await work();
      const ours = await cpuMsOf(work);
      // A monitor that is started again counts the time between, too.
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      for (let repeat = 0; repeat < repeats; repeat += 1) {
        // What else waits gets its turn between two, as it does where people type.
        await sleep(2);
        await work();
      }
      delay.disable();
      blockedMs = Math.max(blockedMs, delay.max / 1e6);
      rows.push({ what: `(m) ${engine}: ${what}`, unit: "ms", ours, target: targets.cpuMs });
    }
    return [
      ...rows,
      { what: `(m) ${engine}: longest block`, unit: "ms", ours: blockedMs, target: targets.blockedMs },
    ];
  } finally {
    await database.close();
  }
}

function worksOn(database: Database): { [what: string]: () => Promise<unknown> } {
  const deps = { lists: createPersonaLists(database), store: createPersonaStore(database) };
  const suggest = (typed: string) => suggestTo(deps, tenantId, { typed, limit: 25 });
  const search = (words: string) => listPersonas(deps, tenantId, { filter: "all", search: words });
  return {
    "suggestions for p": () => suggest("p"),
    "suggestions for number": () => suggest("number"),
    "suggestions for 4999": () => suggest("4999"),
    "suggestions, none": () => suggest("nobody"),
    "search for person": () => search("person"),
    "search for 4999": () => search("4999"),
    "lookup of a name": () => lookUp(deps, tenantId, "Pérsona NUMBER 25000"),
    "lookup of part of a name": () => lookUp(deps, tenantId, "number 25000"),
    "did you mean": () => lookUp(deps, tenantId, "Persona numbr 25000"),
    "did you mean, 100 letters": () =>
      lookUp(deps, tenantId, "unknown ".repeat(longestName).substring(0, longestName)),
  };
}

/** The processor time of one, of all threads of this process; PostgreSQL's own is not in it. */
async function cpuMsOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await sleep(1);
    const before = process.cpuUsage();
    for (let repeat = 0; repeat < repeats; repeat += 1) await work();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000 / repeats);
  }
  return median(times);
}
