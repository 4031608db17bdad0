import { createHash } from "node:crypto";
import { type SqlBool, sql } from "kysely";
import type { Database } from "../opening/connect.ts";
import { itemsOf } from "../opening/json-items.ts";

type Kysely = Database["kysely"];

/** An object in Tavus, and the record that its mark names, if it carries one. */
export type Marked = { remoteId: string; mark?: string | undefined };

const ownersPerPage = 500;

/**
 * Whose each object in Tavus is. Its ids are Tavus's own and the same under every key, so that teams which share an account
 * need not be known to share it, whether they were given one key or pasted one, or have two of one account.
 */
export function createOwners(database: Database, kind: string) {
  const { kysely } = database;
  return {
    /**
     * Which of these are another team's: made by it or linked to it, now or before, or carrying the mark of its record and
     * not this team's own. `onlyInUse`: those that it is linked to at present, or is just making.
     */
    async othersAmong(
      tenantId: string,
      objects: readonly Marked[],
      { onlyInUse = false } = {},
    ): Promise<Set<string>> {
      const question = { tenantId, kind, onlyInUse };
      const remoteIds = objects.map(({ remoteId }) => remoteId);
      const { owned, others } = await ownersOf(kysely, { ...question, remoteIds });
      const isNobodys = ({ remoteId }: Marked) => !owned.has(remoteId) && !others.has(remoteId);
      const marked = objects.filter((object) => object.mark !== undefined && isNobodys(object));
      const marks = await marksOfOthers(
        kysely,
        question,
        marked.map(({ mark = "" }) => mark),
      );
      for (const { remoteId, mark = "" } of marked) if (marks.has(mark)) others.add(remoteId);
      return others;
    },

    async isOthers(tenantId: string, remoteId: string): Promise<boolean> {
      const question = { tenantId, kind, remoteIds: [remoteId], onlyInUse: false };
      return (await ownersOf(kysely, question)).others.size > 0;
    },

    /**
     * They become this team's, in the caller's transaction, where they are nobody's; returns those that are this team's
     * then. `isMade`: it has made them itself, so that nobody else has them. Of many that ask at once one gets each.
     */
    async take(
      on: Kysely,
      tenantId: string,
      remoteIds: readonly string[],
      { isMade = false } = {},
    ): Promise<Set<string>> {
      const taken = new Set<string>();
      // In one order, so that no two wait for each other.
      const inOrder = [...new Set(remoteIds)].sort();
      for (let start = 0; start < inOrder.length; start += ownersPerPage) {
        const some = inOrder.slice(start, start + ownersPerPage);
        const asked = { tenantId, remoteIds: some, isMade };
        for (const id of await takeSome({ database, kind }, on, asked)) taken.add(id);
      }
      return taken;
    },
  };
}

/** Carries out one page after the other, each for itself. */
type Pages = <T>(page: (on: Kysely) => Promise<T>) => Promise<T>;

/**
 * A team is forgotten: what it made in Tavus stays hidden from others, under a fingerprint in the place of its name. To be
 * called before its links are deleted. Ended halfway, it goes on when called again.
 */
export async function disown(inPages: Pages, tenantId: string): Promise<void> {
  await disownRecords(inPages, tenantId);
  for (;;) {
    const { numUpdatedRows } = await inPages((on) =>
      on
        .updateTable("owners")
        .set({ tenant_id: formerly(tenantId) })
        .where("tenant_id", "=", tenantId)
        .where("remote_id", "in", ({ selectFrom }) =>
          selectFrom("owners").select("remote_id").where("tenant_id", "=", tenantId).limit(ownersPerPage),
        )
        .executeTakeFirst(),
    );
    if (numUpdatedRows === 0n) return;
  }
}

/** What carries a mark of one of its records in Tavus, such as what a lost request made, is its own too. */
async function disownRecords(inPages: Pages, tenantId: string): Promise<void> {
  for (let afterId: string | undefined = ""; afterId !== undefined; ) {
    const after: string = afterId;
    afterId = await inPages((on) => disownPage(on, tenantId, after));
  }
}

/** Returns the last id of the page; undefined: there is none after that. */
async function disownPage(on: Kysely, tenantId: string, afterId: string): Promise<string | undefined> {
  const rows = await on
    .selectFrom("links")
    .select(["subject_kind", "subject_id"])
    .where("tenant_id", "=", tenantId)
    .where("subject_id", ">", afterId)
    .orderBy("subject_id")
    .limit(ownersPerPage)
    .execute();
  if (rows.length === 0) return undefined;
  const marks = rows.map(({ subject_kind, subject_id }) => {
    return { subject_kind, remote_id: subject_id, tenant_id: formerly(tenantId) };
  });
  await on
    .insertInto("owners")
    .values(marks)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return rows.at(-1)?.subject_id;
}

/** A team that was forgotten and comes back is known by this alone. */
function formerly(tenantId: string): string {
  return `formerly:${createHash("sha256").update(tenantId).digest("hex").substring(0, 24)}`;
}

type Question = { tenantId: string; kind: string; onlyInUse: boolean };

async function ownersOf(
  kysely: Kysely,
  { tenantId, kind, remoteIds, onlyInUse }: Question & { remoteIds: readonly string[] },
): Promise<{ owned: Set<string>; others: Set<string> }> {
  if (remoteIds.length === 0) return { owned: new Set(), others: new Set() };
  const rows = await kysely
    .selectFrom("owners")
    .select(["remote_id", "tenant_id"])
    .where("subject_kind", "=", kind)
    .where("remote_id", "in", [...remoteIds])
    .$if(onlyInUse, (query) =>
      query.where(sql<SqlBool>`exists (select 1 from links l where l.tenant_id = owners.tenant_id
        and l.subject_kind = owners.subject_kind and l.remote_id = owners.remote_id and l.gone_at is null)`),
    )
    .execute();
  const { ours = [], theirs = [] } = Object.groupBy(rows, ({ tenant_id: owner }) =>
    owner === tenantId || owner === formerly(tenantId) ? "ours" : "theirs",
  );
  const ids = (some: typeof rows) => new Set(some.map(({ remote_id: id }) => id));
  return { owned: ids(ours), others: ids(theirs) };
}

/** Of records that there are, and of those of teams that were forgotten. */
async function marksOfOthers(
  kysely: Kysely,
  question: Question,
  marks: readonly string[],
): Promise<Set<string>> {
  if (marks.length === 0) return new Set();
  const { others } = await ownersOf(kysely, { ...question, remoteIds: marks });
  const rows = await kysely
    .selectFrom("links")
    .select("subject_id")
    .where("subject_id", "in", [...marks])
    .where("tenant_id", "<>", question.tenantId)
    .where("subject_kind", "=", question.kind)
    .$if(question.onlyInUse, (query) => query.where("remote_id", "is", null).where("gone_at", "is", null))
    .execute();
  return new Set([...others, ...rows.map(({ subject_id: id }) => id)]);
}

/** Rows that are this team's are written again as they are, so that the statement returns them too. */
async function takeSome(
  { database, kind }: { database: Database; kind: string },
  on: Kysely,
  { tenantId, remoteIds, isMade }: { tenantId: string; remoteIds: readonly string[]; isMade: boolean },
): Promise<string[]> {
  const mayTake = isMade ? sql`true` : sql`owners.tenant_id in (${tenantId}, ${formerly(tenantId)})`;
  const items = itemsOf(
    database,
    remoteIds.map((id) => ({ id })),
  );
  const { rows } = await sql<{ remote_id: string }>`
    insert into owners (subject_kind, remote_id, tenant_id)
    select ${kind}, item.value ->> 'id', ${tenantId} from ${items} where true
    on conflict (subject_kind, remote_id) do update set tenant_id = excluded.tenant_id where ${mayTake}
    returning remote_id`.execute(on);
  return rows.map(({ remote_id: id }) => id);
}
