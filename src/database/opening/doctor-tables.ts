import { z } from "zod";
import { migrations } from "../../../migrations/all.ts";
import { badAsTold, type Finding, good, note } from "../../finding.ts";
import { counted } from "../../text/counted.ts";
import { sealedPlaces, sealedTextOf } from "../sealed/places.ts";
import type { SealedText } from "../sealed/tally.ts";
import { operatorRecord } from "../team/operator-record.ts";
import { DatabaseStartError } from "./database-errors.ts";
import type { StoredSettings, UnderWay } from "./doctor-examination.ts";
import { judgeSchema, missingFrom, type Recorded } from "./schema.ts";

/** The migration that made the table of settings. */
const settingsMigration = "0004-teams";

/** The migration that says whose each object in Tavus is. */
const ownersMigration = "0008-owners";

/** The migration that made the table of videos; rooms have had theirs before it. */
const videosMigration = "0013-videos";

/** Settings of the teams that the bot is with. Plain SQL: there is no store for a database that may not be written to. */
export const settingsQuery = `
  select settings.tenant_id as tenant_id, settings.channel_id as channel_id, settings.key_sealed as key_sealed
  from tenant_settings as settings left join tenants on tenants.tenant_id = settings.tenant_id
  where tenants.left_at is null
  order by settings.tenant_id`;

/** Which server the operator's key is noted for. */
export const notedGuildQuery = `
  select value from platform_state where tenant_id = '${operatorRecord.owner}' and name = '${operatorRecord.name}'`;

const notedGuildSchema = z.array(z.object({ value: z.string() }));

export function readNotedGuild(rows: unknown): string | undefined {
  return notedGuildSchema.parse(rows)[0]?.value;
}

/** Links from before an object in Tavus had one owner. */
export const trespassesQuery = `
  select count(*) as count from links
  join owners on owners.subject_kind = links.subject_kind and owners.remote_id = links.remote_id
  where links.gone_at is null and owners.tenant_id <> links.tenant_id`;

const countSchema = z.tuple([z.object({ count: z.coerce.number() })]);

export function readTrespasses(rows: unknown): number {
  return countSchema.parse(rows)[0].count;
}

/** What costs something at present, or will. */
export const underWayQuery = `
  select (select count(*) from conversations where ended_at is null) as rooms,
    (select count(*) from videos where phase in ('queued', 'generating', 'stalled')) as videos`;

const underWaySchema = z.tuple([z.object({ rooms: z.coerce.number(), videos: z.coerce.number() })]);

export function readUnderWay(rows: unknown): UnderWay {
  return underWaySchema.parse(rows)[0];
}

const settingsRowsSchema = z.array(
  z.object({
    tenant_id: z.string(),
    channel_id: z.string().nullable(),
    key_sealed: z.string().nullable(),
  }),
);

export function readSettings(rows: unknown): StoredSettings[] {
  return settingsRowsSchema.parse(rows).map((row) => ({
    tenantId: row.tenant_id,
    channelId: row.channel_id,
    sealedKey: row.key_sealed,
  }));
}

const sealedRowsSchema = z.array(
  z.object({ place: z.coerce.number(), tenant_id: z.string(), value: z.string() }),
);

/** Reads what `sealedQuery` asks for. */
export function readSealed(rows: unknown): SealedText[] {
  return sealedRowsSchema.parse(rows).flatMap(({ place, tenant_id: tenantId, value }) => {
    const where = sealedPlaces[place];
    return where ? [{ tenantId, sealed: sealedTextOf(where, { value }) }] : [];
  });
}

export function missingMigrations(done: readonly Recorded[]): string[] {
  return missingFrom(done, migrations);
}

/** Whether this program can read the settings of a database with these migrations. */
export function hasSettings(done: readonly Recorded[]): boolean {
  return has(done, settingsMigration);
}

/** Whether there are rooms and videos at all. */
export function hasCalls(done: readonly Recorded[]): boolean {
  return has(done, videosMigration);
}

export function hasOwners(done: readonly Recorded[]): boolean {
  return has(done, ownersMigration);
}

function has(done: readonly Recorded[], migration: string): boolean {
  return done.some(({ name }) => name === migration) && judgeSchema(done, migrations) !== "newer";
}

/** The tables against this program's migrations. */
export function examineTables(done: readonly Recorded[], place: string): Finding {
  const name = "Tables";
  switch (judgeSchema(done, migrations)) {
    case "newer":
      return badAsTold(name, new DatabaseStartError("newer", { place }).message);
    case "ahead":
      return note(
        name,
        "A newer version has migrated them; it says that this one may go on with them. Ask that version's doctor before you remove an encryption key.",
      );
    case "empty":
      return good(name, "There are none yet: the first start makes them.");
    case "behind":
      return good(
        name,
        `The next start brings them up to date, in ${counted(missingMigrations(done).length, "step")}.`,
      );
    case "current":
      return good(name, "They are up to date.");
  }
}
