import { type SqlBool, sql } from "kysely";
import { lockedFor } from "../link/link-queue.ts";
import type { LinkKey } from "../link/link-record.ts";
import { isNotOf } from "../not-of.ts";
import type { Database } from "../opening/connect.ts";
import { isoTime } from "../times.ts";
import { allVideos, readVideo, type VideoRecord } from "./video-record.ts";
import type { VideoPhase } from "./video-row.ts";

/** What a look at Tavus found. */
export type Seen = {
  phase: VideoPhase;
  progress?: number | undefined;
  hostedUrl?: string | undefined;
  downloadUrl?: string | undefined;
  stillUrl?: string | undefined;
  reason?: string | undefined;
};

export type VideoProgress = ReturnType<typeof createVideoProgress>;

type Key = { tenant_id: string; id: string };
/** One of which somebody says how it ended. */
type ClaimedPost = Pick<VideoRecord, "tenantId" | "id" | "phase" | "postDueMs">;

/** Phases of what is looked at by itself. */
const followed = ["queued", "generating"] as const satisfies readonly VideoPhase[];
/** Phases in which Tavus may still be at it. One that stalled may get ready after all. */
const open = [...followed, "stalled"] as const satisfies readonly VideoPhase[];
/** Phases that were said to be the end, which Tavus may take back by itself: what it gave up it may have begun again. */
const takenBack = ["error", "gone"] as const satisfies readonly VideoPhase[];
/** Phases after which something else may be seen. */
const mayChange = [...open, ...takenBack] as const satisfies readonly VideoPhase[];

/** How far Tavus is with each video: who looks when, what was seen, and whether it was said. */
export function createVideoProgress(database: Database) {
  const { kysely, engine } = database;
  const one = ({ tenantId, id }: LinkKey) =>
    kysely.updateTable("videos").where("tenant_id", "=", tenantId).where("id", "=", id);
  /** How it ended is still to be said, and no other process has begun to since it was claimed. */
  const isHeld = ({ phase, postDueMs = 0 }: ClaimedPost) => sql<SqlBool>`post_state in ('due', 'posting')
    and phase = ${phase} and post_due_at = ${isoTime(postDueMs)} and deleted_at is null`;
  const isDue = sql<SqlBool>`(tenant_id, id) in (select tenant_id, id from due)`;
  const isOpen = sql<SqlBool>`videos.phase in (${sql.join(open)}) and videos.deleted_at is null`;
  const isHere = sql<SqlBool>`not exists
    (select 1 from tenants t where t.tenant_id = videos.tenant_id and t.left_at is not null)`;

  /** Puts off by `againInMs` what is due in a column, and returns it with its links. */
  async function claim(
    column: "next_look_at" | "post_due_at",
    { limit, againInMs, except }: { limit: number; againInMs: number; except: readonly string[] },
  ): Promise<VideoRecord[]> {
    const nowMs = database.now();
    const which = sql<SqlBool>`${sql.ref(`videos.${column}`)} <= ${isoTime(nowMs)} and ${isHere}
      and ${database.serves("videos.tenant_id")} and ${isNotOf(except)}`;
    // Mostly there is nothing, and finding that out needs no lock.
    const some = await kysely.selectFrom("videos").select("id").where(which).limit(1).execute();
    if (some.length === 0) return [];
    const due = sql`select tenant_id, id from videos where ${which}
      order by ${sql.ref(`videos.${column}`)} limit ${limit} ${lockedFor(engine)}`;
    const keys = await kysely
      .with("due", () => sql<Key>`(${due})`)
      .updateTable("videos")
      .set({ [column]: isoTime(nowMs + againInMs) })
      .where(isDue)
      .where(which)
      .returning(["tenant_id", "id"])
      .execute();
    if (keys.length === 0) return [];
    const rows = await allVideos(database)
      .selectAll()
      .where(({ eb, refTuple, tuple }) =>
        eb(
          refTuple("videos.tenant_id", "videos.id"),
          "in",
          keys.map((key) => tuple(key.tenant_id, key.id)),
        ),
      )
      .execute();
    // Who stood still before this reading may see what another has claimed since.
    const claimedMs = nowMs + againInMs;
    return rows
      .map(readVideo)
      .map((video) =>
        column === "post_due_at" ? { ...video, postDueMs: claimedMs } : { ...video, nextLookMs: claimedMs },
      );
  }

  return {
    /** Videos that Tavus is to be asked about now; nobody else asks for `againInMs`. */
    claimLooks: (limit: number, againInMs: number, except: readonly string[] = []) =>
      claim("next_look_at", { limit, againInMs, except }),

    /** It is in Tavus: followed from now on, and looked at next at `nextMs`. */
    async follow(key: LinkKey, nextMs: number): Promise<void> {
      await one(key)
        .set({
          next_look_at: isoTime(nextMs),
          looks: 0,
          followed_since: sql`coalesce(followed_since, ${isoTime(database.now())})`,
        })
        .where(isOpen)
        .execute();
    },

    /** Looked at in vain, or not at all: again at `nextMs`; null: not by itself. One that was made due meanwhile stays due. */
    async lookAgain(claimed: VideoRecord, nextMs: number | null): Promise<void> {
      await one(claimed)
        .set({ next_look_at: nextMs === null ? null : isoTime(nextMs), looks: claimed.looks + 1 })
        .where("next_look_at", "=", isoTime(claimed.nextLookMs ?? 0))
        .execute();
    },

    /**
     * What was seen of one that goes on, by who had found it in the phase `before`: that it has failed meanwhile is not taken back by
     * an answer that was on its way then. Of what goes on after it failed, or was gone, that is not said any more, if it was not yet, and it
     * is followed from now on.
     */
    async goesOn(
      { phase: before, ...key }: LinkKey & { phase: VideoPhase },
      { phase, progress }: Pick<Seen, "phase" | "progress">,
    ): Promise<void> {
      const wasOver = takenBack.find((one) => one === before);
      const begunAgain = { ...nothingToSay, followed_since: isoTime(database.now()) };
      await one(key)
        .set({ phase, progress: progress ?? null, ...(wasOver ? begunAgain : {}) })
        .where("deleted_at", "is", null)
        .where("phase", "in", wasOver ? [wasOver] : [...followed])
        .execute();
    },

    /** Where one that is ready is watched, as far as that was seen; what was known before stays. */
    async watchedAt(key: LinkKey, { hostedUrl, downloadUrl, stillUrl }: Seen): Promise<void> {
      await one(key)
        .set({
          hosted_url: sql`coalesce(${hostedUrl ?? null}, hosted_url)`,
          download_url: sql`coalesce(${downloadUrl ?? null}, download_url)`,
          still_url: sql`coalesce(${stillUrl ?? null}, still_url)`,
        })
        .where("deleted_at", "is", null)
        .where("phase", "=", "ready")
        .execute();
    },

    /**
     * It is over, or given up for now: noted once, however many see it, and from then on to be said. False: it was noted already. What
     * failed has been said, and nothing is news of it but that it is ready.
     */
    async ended(key: LinkKey, seen: Seen): Promise<boolean> {
      const { numUpdatedRows } = await one(key)
        .set({
          phase: seen.phase,
          progress: seen.phase === "ready" ? 100 : sql`progress`,
          hosted_url: seen.hostedUrl ?? null,
          download_url: seen.downloadUrl ?? null,
          still_url: seen.stillUrl ?? null,
          reason: seen.reason ?? null,
          next_look_at: null,
          ...toSay(database.now()),
        })
        .where("deleted_at", "is", null)
        .where("phase", "in", seen.phase === "ready" ? [...mayChange] : [...open])
        .where("phase", "<>", seen.phase)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    /**
     * Tavus has called, or somebody has pressed: it is looked at now, and the looks at one that nobody followed any more are counted
     * anew. False: nothing more can come of it.
     */
    async lookNow(which: LinkKey | { tokenHash: string }): Promise<boolean> {
      const row =
        "tokenHash" in which
          ? kysely.updateTable("videos").where("token_hash", "=", which.tokenHash)
          : one(which);
      const { numUpdatedRows } = await row
        .set({
          next_look_at: isoTime(database.now()),
          looks: sql<number>`case when videos.phase in (${sql.join(followed)}) then looks else 0 end`,
        })
        .where("deleted_at", "is", null)
        .where("phase", "in", [...mayChange])
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    /** How many of a team Tavus is making. */
    async countOpen(tenantId: string): Promise<number> {
      const row = await kysely
        .selectFrom("videos")
        .select((select) => select.fn.countAll().as("count"))
        .where("tenant_id", "=", tenantId)
        .where("next_look_at", "is not", null)
        .where("followed_since", "is not", null)
        .where(isOpen)
        .executeTakeFirst();
      return Number(row?.count ?? 0);
    },

    /** Whether an address with this token belongs to a video that is here, whatever became of it. */
    async hasToken(tokenHash: string): Promise<boolean> {
      const row = await kysely
        .selectFrom("videos")
        .select("id")
        .where("token_hash", "=", tokenHash)
        .executeTakeFirst();
      return row !== undefined;
    },

    /** The address that Tavus is told from now on. */
    async setToken(key: LinkKey, tokenHash: string): Promise<void> {
      await one(key).set({ token_hash: tokenHash }).where("deleted_at", "is", null).execute();
    },

    /** Everything of a team is looked at no sooner: Tavus asks for it, or waits for people. */
    async restTeam(tenantId: string, untilMs: number): Promise<void> {
      await kysely
        .updateTable("videos")
        .set({ next_look_at: isoTime(untilMs) })
        .where("tenant_id", "=", tenantId)
        .where("next_look_at", "<", isoTime(untilMs))
        .execute();
    },

    /** How it ended is to be said: of one that Tavus never took. */
    async say(key: LinkKey): Promise<void> {
      await one(key)
        .set(toSay(database.now()))
        .where("deleted_at", "is", null)
        .where("post_state", "in", ["none", "posted", "told"])
        .execute();
    },

    claimPosts: (limit: number, againInMs: number, except: readonly string[] = []) =>
      claim("post_due_at", { limit, againInMs, except }),

    /**
     * The message is about to be sent: should nobody learn how that ended, it may stand there. False: it was deleted here meanwhile,
     * something else has become of the video, which is said instead, or another process says it.
     */
    async posting(claimed: ClaimedPost): Promise<boolean> {
      const { numUpdatedRows } = await one(claimed)
        .set({
          post_state: "posting",
          post_started_at: sql`coalesce(post_started_at, ${isoTime(database.now())})`,
        })
        .where(isHeld(claimed))
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    /** The same of a message that leaves no trace there: only whether it may be sent. */
    async mayBeSaid(claimed: ClaimedPost): Promise<boolean> {
      const held = await kysely
        .selectFrom("videos")
        .select("id")
        .where("tenant_id", "=", claimed.tenantId)
        .where("id", "=", claimed.id)
        .where(isHeld(claimed))
        .executeTakeFirst();
      return held !== undefined;
    },

    /** It was said; what comes later of the same video is said anew. */
    async said(
      { phase, ...key }: LinkKey & { phase: VideoPhase },
      how: { state: "posted"; messageId: string } | { state: "told" },
    ): Promise<void> {
      await one(key)
        .set({
          post_state: how.state,
          post_due_at: null,
          post_started_at: null,
          post_tries: 0,
          message_id: how.state === "posted" ? how.messageId : null,
        })
        .where("phase", "=", phase)
        .execute();
    },

    /** It could not be said: again after `againInMs`. `isUnsent`: certainly nothing stands there. */
    async sayAgain(
      claimed: ClaimedPost & { postTries: number },
      { againInMs, isUnsent }: { againInMs: number; isUnsent: boolean },
    ): Promise<void> {
      await one(claimed)
        .set({
          post_due_at: isoTime(database.now() + againInMs),
          post_tries: claimed.postTries + 1,
          ...(isUnsent ? { post_state: "due", post_started_at: null } : {}),
        })
        .where(isHeld(claimed))
        .execute();
    },
  };
}

const nothingToSay = {
  post_state: "none",
  post_due_at: null,
  post_started_at: null,
  post_tries: 0,
} as const;

function toSay(nowMs: number) {
  return { ...nothingToSay, post_state: "due" as const, post_due_at: isoTime(nowMs) };
}
