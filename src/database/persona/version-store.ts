import { isDeepStrictEqual } from "node:util";
import { sql } from "kysely";
import { randomId } from "../../random-id.ts";
import type { LinkState } from "../link/link-row.ts";
import type { Database } from "../opening/connect.ts";
import { isoTime } from "../times.ts";
import { type ContentRow, type PersonaContent, readContent, writeContent } from "./content-columns.ts";
import type { PersonaRecord } from "./persona-record.ts";
import type { PersonaVersionRow } from "./version-row.ts";

type Kysely = Database["kysely"];

/** Of one persona so many are kept, the newest; what is older goes with the next change. */
export const mostVersions = 50;
/** No change has this number: what is before it is the newest. */
export const beyondAll = 2 ** 31 - 1;

/** What was done to a persona. Words of the team's log. */
export type VersionAction =
  | ("edit" | "replica" | "keep-ours" | "keep-theirs" | "overwrite" | "unlink")
  | ("delete-here" | "delete-both" | "bring-back" | "undo");

const deletions = ["delete-here", "delete-both"] as const satisfies VersionAction[];
/** By these nothing else is said here, and the revision stays; nor is it by taking back a deletion. */
const unsaid = ["keep-ours", "overwrite", "unlink", ...deletions] as const satisfies VersionAction[];

/** Who changes a persona and how: what it was before is kept then. */
export type Changing = {
  action: VersionAction;
  by: string | undefined;
  /** What is overwritten in Tavus by that, as far as it is known. */
  theirs?: Partial<PersonaContent>;
  /** The version that an undoing brings back. */
  undoes?: string;
};

/** A persona as it was before a change. Times are Unix ms. */
export type PersonaVersion = {
  id: string;
  personaId: string;
  number: number;
  atMs: number;
  userId: string | undefined;
  action: string;
  /** As it lies in the row of a persona; a column that came later is missing. */
  content: Partial<ContentRow>;
  theirs: Partial<ContentRow> | undefined;
  base: string | undefined;
  linkState: LinkState;
  remoteId: string | undefined;
  undoes: string | undefined;
};

export type VersionStore = ReturnType<typeof createVersionStore>;

/**
 * Keeps `before` in the transaction of its change, which holds the link: two changes of one persona come one after the
 * other. `after`: what it becomes; where that is the same, nothing is kept.
 */
export async function keepVersion(
  on: Kysely,
  before: PersonaRecord,
  { action, by, theirs, undoes, atMs, after }: Changing & { atMs: number; after?: Partial<PersonaContent> },
): Promise<void> {
  if (after && isSame(before, after)) return;
  const { tenantId, id, link } = before;
  const ofPersona = sql`tenant_id = ${tenantId} and persona_id = ${id}`;
  await on
    .insertInto("persona_versions")
    .values({
      tenant_id: tenantId,
      id: `ver_${randomId(10)}`,
      persona_id: id,
      number: sql<number>`(select coalesce(max(number), 0) + 1 from persona_versions where ${ofPersona})`,
      at: isoTime(atMs),
      user_id: by ?? null,
      action,
      content_json: JSON.stringify(writeContent(before)),
      theirs_json: theirs ? JSON.stringify(writeContent(theirs)) : null,
      base: link.base ?? null,
      link_state: link.state,
      remote_id: link.remoteId ?? null,
      undoes: undoes ?? null,
    })
    .execute();
  await on
    .deleteFrom("persona_versions")
    .where("tenant_id", "=", tenantId)
    .where("persona_id", "=", id)
    .where(
      sql<boolean>`number <= (select max(number) from persona_versions where ${ofPersona}) - ${mostVersions}`,
    )
    .execute();
}

function isSame(before: PersonaContent, after: Partial<PersonaContent>): boolean {
  const now = writeContent(before);
  return Object.entries(writeContent(after)).every(([column, value]) =>
    isDeepStrictEqual(now[column as keyof ContentRow], value),
  );
}

/** What a version holds, over what the persona is `now`: a field that came later stays as it is. */
export function contentOfVersion(stored: Partial<ContentRow>, now: PersonaContent): PersonaContent {
  return readContent({ ...writeContent(now), ...stored });
}

/** What personas were before they were changed. */
export function createVersionStore(database: Database) {
  const { kysely } = database;
  const ofPersona = (tenantId: string, personaId: string) =>
    kysely
      .selectFrom("persona_versions")
      .selectAll()
      .where("tenant_id", "=", tenantId)
      .where("persona_id", "=", personaId);

  return {
    async find(tenantId: string, id: string): Promise<PersonaVersion | undefined> {
      const row = await kysely
        .selectFrom("persona_versions")
        .selectAll()
        .where("tenant_id", "=", tenantId)
        .where("id", "=", id)
        .executeTakeFirst();
      return row && readVersion(row);
    },

    /** Those before a number, the newest first. */
    async before(
      tenantId: string,
      personaId: string,
      { number, limit }: { number: number; limit: number },
    ): Promise<PersonaVersion[]> {
      const rows = await ofPersona(tenantId, personaId)
        .where("number", "<", number)
        .orderBy("number", "desc")
        .limit(limit)
        .execute();
      return rows.map(readVersion);
    },

    /** Those before changes by which something else was said here, the newest first. */
    async beforeSaying(tenantId: string, personaId: string, limit: number): Promise<PersonaVersion[]> {
      const rows = await ofPersona(tenantId, personaId)
        .where("action", "not in", unsaid)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom("persona_versions as undone")
                .select("undone.id")
                .whereRef("undone.tenant_id", "=", "persona_versions.tenant_id")
                .whereRef("undone.id", "=", "persona_versions.undoes")
                .where("undone.action", "in", deletions),
            ),
          ),
        )
        .orderBy("number", "desc")
        .limit(limit)
        .execute();
      return rows.map(readVersion);
    },

    /** The one that came after a number. */
    async after(tenantId: string, personaId: string, number: number): Promise<PersonaVersion | undefined> {
      const row = await ofPersona(tenantId, personaId)
        .where("number", ">", number)
        .orderBy("number")
        .limit(1)
        .executeTakeFirst();
      return row && readVersion(row);
    },

    /**
     * What is about to be overwritten in Tavus because somebody has chosen ours: kept with that choice, where it did not know
     * it yet.
     */
    async overwriting(tenantId: string, personaId: string, theirs: Partial<PersonaContent>): Promise<void> {
      await kysely
        .updateTable("persona_versions")
        .set({ theirs_json: JSON.stringify(writeContent(theirs)) })
        .where("tenant_id", "=", tenantId)
        .where("persona_id", "=", personaId)
        .where("action", "in", ["keep-ours", "overwrite"])
        .where("theirs_json", "is", null)
        .where(
          sql<boolean>`number = (select max(number) from persona_versions chosen where chosen.tenant_id = ${tenantId}
            and chosen.persona_id = ${personaId} and chosen.action in ('keep-ours', 'overwrite'))`,
        )
        .execute();
    },

    /** Every version of a team, a page at a time by id, for the team to take with it. */
    async exportPage(tenantId: string, afterId: string, limit: number): Promise<PersonaVersion[]> {
      const rows = await kysely
        .selectFrom("persona_versions")
        .selectAll()
        .where("tenant_id", "=", tenantId)
        .where("id", ">", afterId)
        .orderBy("id")
        .limit(limit)
        .execute();
      return rows.map(readVersion);
    },

    /** Deletes those of changes before `beforeMs`, and all of personas that were deleted before `deletedMs`, a few at a time. */
    async purge({ beforeMs, deletedMs, limit }: { beforeMs: number; deletedMs: number; limit: number }) {
      const old = sql`select tenant_id, id from persona_versions where at < ${isoTime(beforeMs)} order by at limit ${limit}`;
      await kysely
        .deleteFrom("persona_versions")
        .where(sql<boolean>`(tenant_id, id) in (select tenant_id, id from (${old}) as old)`)
        .execute();
      const deleted = sql`select v.tenant_id, v.persona_id from persona_versions v
        join personas p on p.tenant_id = v.tenant_id and p.id = v.persona_id
        where v.action in ('delete-here', 'delete-both') and v.at < ${isoTime(deletedMs)}
          and p.deleted_at < ${isoTime(deletedMs)} order by v.at limit ${limit}`;
      await kysely
        .deleteFrom("persona_versions")
        .where(
          sql<boolean>`(tenant_id, persona_id) in (select tenant_id, persona_id from (${deleted}) as gone)`,
        )
        .execute();
    },
  };
}

function readVersion(row: PersonaVersionRow): PersonaVersion {
  return {
    id: row.id,
    personaId: row.persona_id,
    number: row.number,
    atMs: Date.parse(row.at),
    userId: row.user_id ?? undefined,
    action: row.action,
    content: JSON.parse(row.content_json),
    theirs: row.theirs_json === null ? undefined : JSON.parse(row.theirs_json),
    base: row.base ?? undefined,
    linkState: row.link_state,
    remoteId: row.remote_id ?? undefined,
    undoes: row.undoes ?? undefined,
  };
}
