import { type SqlBool, sql } from "kysely";
import type { Database } from "../../opening/connect.ts";
import { personaKind } from "../../persona/persona-record.ts";
import { isoTime } from "../../times.ts";
import { type StoredWarning, warningFrom } from "./stored-warning.ts";

/** What a failure adds to its warning. `words` and `incident` are Tavus's text and the line in the log. */
export type Raised = Pick<StoredWarning, "topic" | "cause" | "words" | "incident" | "userId"> & {
  /** The id of the warning if this is its first failure. */
  id: string;
  /** The person reads it elsewhere. */
  isSeen: boolean;
  /** The persona that it was about. */
  personaId: string | null;
};

export type WarningStore = ReturnType<typeof createWarningStore>;

/** One row for each warning; `warning-queue.ts` has what becomes of its message. */
export function createWarningStore(database: Database) {
  const { kysely } = database;
  const nowIso = () => isoTime(database.now());
  const open = (tenantId: string) =>
    kysely.selectFrom("warnings").selectAll().where("tenant_id", "=", tenantId).where("fixed_at", "is", null);

  return {
    /** One more failure of its topic; the first one opens the warning. */
    async raise(tenantId: string, { id, isSeen, userId, personaId, ...raised }: Raised): Promise<void> {
      const at = nowIso();
      await kysely
        .insertInto("warnings")
        .values({
          ...unposted,
          ...raised,
          tenant_id: tenantId,
          id,
          user_id: userId,
          persona_ids: personaId,
          post_state: isSeen ? "seen" : "new",
          first_at: at,
          last_at: at,
          due_at: at,
        })
        .onConflict((conflict) =>
          conflict
            .columns(["tenant_id", "topic"])
            .where("fixed_at", "is", null)
            .doUpdateSet({
              count: sql`warnings.count + 1`,
              last_at: at,
              words: sql`coalesce(excluded.words, warnings.words)`,
              incident: sql`coalesce(excluded.incident, warnings.incident)`,
              persona_ids: withPersona,
              due_at: at,
              // What one person saw in an answer is news to them once it happens in the background.
              ...(isSeen ? {} : { post_state: unseen }),
            }),
        )
        .execute();
    },

    /**
     * Ends the open warnings of these topics, each with what is below it: `sync` ends `sync:timedOut` too. What was
     * raised after `untilMs` stays.
     */
    async resolve(tenantId: string, topics: readonly string[], untilMs = database.now()): Promise<boolean> {
      const at = nowIso();
      const result = await kysely
        .updateTable("warnings")
        .set({ fixed_at: at, due_at: at })
        .where("tenant_id", "=", tenantId)
        .where("fixed_at", "is", null)
        .where("last_at", "<=", isoTime(untilMs))
        .where((where) =>
          where.or(
            topics.flatMap((topic) => [where("topic", "=", topic), where("topic", "like", `${topic}:%`)]),
          ),
        )
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },

    /** Ends every warning about personas of which none waits for its cause any more; returns how many. */
    async resolveOutlived(): Promise<number> {
      const at = nowIso();
      const result = await kysely
        .updateTable("warnings")
        .set({ fixed_at: at, due_at: at })
        .where("fixed_at", "is", null)
        .where(sql<SqlBool>`(topic = cause or topic like cause || ':%')`)
        .where(
          sql<SqlBool>`not exists (select 1 from links where links.tenant_id = warnings.tenant_id
            and links.subject_kind = ${sql.lit(personaKind)}
            and links.failure_kind = warnings.cause and links.gone_at is null
            and (links.state <> 'linked' or links.pushed_revision < links.revision)
            and (warnings.topic = warnings.cause or links.failure_topic = warnings.topic))`,
        )
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    },

    /** Of any team. */
    async isAnyOpen(): Promise<boolean> {
      const row = await kysely
        .selectFrom("warnings")
        .select("id")
        .where("fixed_at", "is", null)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },

    /** The open warnings, oldest first. */
    async open(tenantId: string): Promise<StoredWarning[]> {
      return (await open(tenantId).orderBy("first_at").execute()).map(warningFrom);
    },

    /** The warning, also when it is fixed. */
    async find(tenantId: string, id: string): Promise<StoredWarning | undefined> {
      const row = await kysely
        .selectFrom("warnings")
        .selectAll()
        .where("tenant_id", "=", tenantId)
        .where("id", "=", id)
        .executeTakeFirst();
      return row && warningFrom(row);
    },

    /** Open warnings that this person is to read at their next command; those of nobody are for an admin. */
    async owedTo(tenantId: string, userId: string): Promise<StoredWarning[]> {
      const owed = open(tenantId)
        .where("post_state", "=", "owed")
        .where((where) => where.or([where("user_id", "=", userId), where("user_id", "is", null)]));
      return (await owed.execute()).map(warningFrom);
    },

    async toldOwed(tenantId: string, id: string): Promise<void> {
      await kysely
        .updateTable("warnings")
        .set({ post_state: "told" })
        .where("tenant_id", "=", tenantId)
        .where("id", "=", id)
        .where("post_state", "=", "owed")
        .execute();
    },

    /**
     * The team has another channel, or the same anew: what is open is to be said there, also what the one before did not take; and
     * so is a thread that could not be written.
     */
    async repost(tenantId: string): Promise<void> {
      await kysely
        .updateTable("warnings")
        .set({
          due_at: nowIso(),
          channel_id: sql`case when message_id is null then null else channel_id end`,
          thread_state: sql`case when thread_state = 'refused' then null else thread_state end`,
          thread_words: null,
        })
        .where("tenant_id", "=", tenantId)
        .where("fixed_at", "is", null)
        .execute();
    },

    async purgeFixedBefore(beforeMs: number, limit: number): Promise<void> {
      const old = sql`select tenant_id, id from warnings where fixed_at < ${isoTime(beforeMs)} limit ${limit}`;
      await sql`delete from warnings where (tenant_id, id) in (${old})`.execute(kysely);
    },
  };
}

const unposted = {
  count: 1,
  fixed_at: null,
  channel_id: null,
  message_id: null,
  lease_until: null,
  tries: 0,
  thread_state: null,
  thread_due_at: null,
  thread_began_at: null,
  thread_words: null,
};

/** More personas of one warning are counted no more. */
const longestIds = 3000;

/** One more persona, once. */
const withPersona = sql<string | null>`case
  when warnings.persona_ids is null then excluded.persona_ids
  when excluded.persona_ids is null or length(warnings.persona_ids) > ${sql.lit(longestIds)}
    or ' ' || warnings.persona_ids || ' ' like '% ' || excluded.persona_ids || ' %' then warnings.persona_ids
  else warnings.persona_ids || ' ' || excluded.persona_ids end`;

const unseen = sql<string>`case when warnings.post_state = 'seen' then 'new' else warnings.post_state end`;
