import { connectDatabase, type Database } from "../../src/database/opening/connect.ts";
import {
  type Cursor,
  createPersonaLists,
  type PersonaPage,
} from "../../src/database/persona/persona-lists.ts";
import { fillTeam } from "../fill-team.ts";
import { interleave } from "../load.ts";
import { compare, median } from "../statistics.ts";
import type { Row } from "../table.ts";
import type { Workshop } from "../workshop.ts";

const rounds = 40;
const pagesPerRound = 30;
const pageRows = 10;
const targets = { lastPage: 1.3, amongMany: 1.1 };
const teams = { large: 10_000, small: 1000, others: 20 };

type ReadPage = () => Promise<PersonaPage>;

/** (l) A page of `/persona-list`: the last of 10,000 against the first, and a team among twenty others against one alone. */
export async function measureList(workshop: Workshop): Promise<Row[]> {
  const crowded = await openFilled(workshop, "crowded.db", [
    ["large", teams.large],
    ["small", teams.small],
    ...Array.from({ length: teams.others }, (_, index) => [`other-${index}`, teams.small] as const),
  ]);
  const alone = await openFilled(workshop, "alone.db", [["small", teams.small]]);
  const end = await cursorBeforeEnd(crowded, "large");
  const lastPage = {
    ours: () => page(crowded, "large", end),
    bare: () => page(crowded, "large", undefined),
  };
  const amongMany = {
    ours: () => page(crowded, "small", undefined),
    bare: () => page(alone, "small", undefined),
  };
  return [
    await row("(l) last page of 10,000, against the first", targets.lastPage, lastPage),
    await row("(l) page of 1,000 among many, against alone", targets.amongMany, amongMany),
  ];
}

async function row(what: string, target: number, subjects: { ours: ReadPage; bare: ReadPage }): Promise<Row> {
  await interleave(2, subjects, timePages);
  const { ours, bare } = await interleave(rounds, subjects, timePages);
  return { what, unit: "ms", target, ...compare(ours, bare) };
}

async function timePages(read: ReadPage): Promise<number> {
  const times: number[] = [];
  for (let pages = 0; pages < pagesPerRound; pages += 1) {
    const startedMs = performance.now();
    const { personas } = await read();
    times.push(performance.now() - startedMs);
    if (personas.length !== pageRows) throw new Error(`A page of ${personas.length}`);
  }
  return median(times);
}

function page(database: Database, tenantId: string, cursor: Cursor | undefined): Promise<PersonaPage> {
  const from = cursor && ({ cursor, direction: "older" } as const);
  return createPersonaLists(database).page(tenantId, { filter: "all", search: "", from, limit: pageRows });
}

/** Where the last page begins. */
async function cursorBeforeEnd(database: Database, tenantId: string): Promise<Cursor | undefined> {
  const rows = await database.kysely
    .selectFrom("personas")
    .select(["created_at", "id"])
    .where("tenant_id", "=", tenantId)
    .orderBy("created_at")
    .orderBy("id")
    .limit(pageRows + 1)
    .execute();
  const before = rows.at(-1);
  return before && { createdAt: before.created_at, id: before.id };
}

async function openFilled(
  workshop: Workshop,
  name: string,
  sizes: readonly (readonly [tenantId: string, personas: number])[],
): Promise<Database> {
  const file = await workshop.makeDatabase(name);
  const database = await workshop.keep(connectDatabase({ kind: "sqlite", file }));
  for (const [tenantId, personas] of sizes) await fillTeam(database, { tenantId, personas });
  return database;
}
