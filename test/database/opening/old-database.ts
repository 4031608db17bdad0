import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { sql } from "kysely";
import { onTestFinished } from "vitest";
import { migrations } from "../../../migrations/all.ts";
import type { PersonaSeed } from "../../../sandbox/stand-ins/tavus/account.ts";
import type { TavusStandIn } from "../../../sandbox/stand-ins/tavus/stand-in.ts";
import { connectDatabase } from "../../../src/database/opening/connect.ts";
import { migrateToLatest } from "../../../src/database/opening/migrate.ts";
import { type Engine, makeEmptyDatabase, type OpenDatabase } from "../../support/databases.ts";
import { type Harness, type HarnessOptions, openHarness } from "../../support/harness/harness.ts";
import { type PersonaBot, startPersonaBot } from "../../support/persona-bot.ts";

/** As `JSON.stringify` writes it, with null for undefined and long texts shortened by `asSaid`. */
type Said<Thing> = Thing & Record<string, unknown>;

/** What there was when the database was written down. */
type Old = {
  takenAt: string;
  accounts: { key: string; personas: (PersonaSeed & { document: Record<string, unknown> })[] }[];
  /** What the old version said of each persona, and of each one that was deleted. */
  personas: Said<{ tenantId: string; id: string; name: string; tavusPersonaId: string | null }>[];
  removed: Said<{ persona: { tenantId: string; id: string; name: string; formId: string } }>[];
};

const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
const statements = read("database-of-0004.sql").split(";\n\n");
export const old: Old = JSON.parse(read("database-of-0004.json"));

/** The team that has a persona in every state; `slack:T1` may use the operator's key in both kinds of bot below. */
export const team = "slack:T1";

/** How long a call to Tavus may take: none of these tests is about answers that come late, only the machine may be. */
const timeoutMs = 5_000;

/** In the dump a persona is called by its state, such as `differs`. */
export const idOf = (state: string) => `per_${state.padEnd(10, "0")}`;
export const tavusIdOf = (state: string) => `p${state.padEnd(11, "0")}`;
export const stateOf = (id: string) => id.slice("per_".length).replace(/0+$/, "");

/** Opens the old database as today's version does at its start. */
export function openOld(engine: Engine): OpenDatabase {
  const ofThen = Object.fromEntries(Object.entries(migrations).filter(([name]) => name <= "0004-teams"));
  return async (options) => {
    const database = await connectDatabase(await makeEmptyDatabase(engine), options);
    onTestFinished(() => database.close());
    await migrateToLatest(database, ofThen);
    await database.kysely.transaction().execute(async (transaction) => {
      for (const statement of statements) await sql.raw(statement).execute(transaction);
    });
    await migrateToLatest(database);
    return database;
  };
}

/** Everything but chat, at the moment the old version's processes were killed. No bot is started yet. */
export async function openOldHouse(engine: Engine, options?: HarnessOptions): Promise<Harness> {
  const harness = await openHarness(openOld(engine), { timeoutMs, ...options });
  harness.advance(Date.parse(old.takenAt) - harness.now());
  fillTavus(harness.standIn);
  return harness;
}

/** Everything but the platforms, at the same moment; its queue begins at once. */
export async function startOldBot(engine: Engine): Promise<PersonaBot> {
  const aheadMs = Date.parse(old.takenAt) - Date.now();
  const open: OpenDatabase = ({ clock = Date.now } = {}) =>
    openOld(engine)({ clock: () => clock() + aheadMs });
  const [, ...otherKeys] = old.accounts.map(({ key }) => key);
  // Zero bytes, which sealed the keys in the dump.
  const bot = await startPersonaBot(open, { encryptionKey: Buffer.alloc(32), otherKeys, timeoutMs });
  // At once, so before any request of the queue has come that far.
  fillTavus(bot.standIn);
  return bot;
}

function fillTavus(standIn: TavusStandIn): void {
  for (const { key, personas } of old.accounts) {
    const account = standIn.accounts.find(({ keys }) => keys.has(key));
    for (const { document, ...seed } of personas) account?.storePersona(document, seed);
  }
}

/** What somebody says today, in the form in which the old version's words were kept. */
export function asSaid(said: unknown): unknown {
  return said === undefined ? null : JSON.parse(JSON.stringify(said, (_key, value) => asSaidValue(value)));
}

const longestText = 1000;

function asSaidValue(value: unknown): unknown {
  if (typeof value !== "string" || value.length < longestText) return value === undefined ? null : value;
  return `${value.length} characters, SHA-256 ${hash("sha256", value)}`;
}
