import { createHash } from "node:crypto";
import type { Logger } from "pino";
import type { Channels } from "../chat/channels.ts";
import type { Reply } from "../chat/reply.ts";
import type { StoredWarning } from "../database/team/warnings/stored-warning.ts";
import type { ClaimedThread, WarningThreads } from "../database/team/warnings/warning-threads.ts";
import { OutsideError } from "../errors.ts";

export type ThreadDeps = {
  threads: WarningThreads;
  channelsOf(tenantId: string): Channels | undefined;
  /** What changed lately that may explain a warning, for everybody in its channel. */
  whatChanged(warning: StoredWarning): Promise<Reply>;
  log: Logger;
  /** The database's clock, Unix ms. */
  now(): number;
};

/** Discord knows a message by its nonce for some minutes; so long that is certain. */
const nonceHoldsMs = 2 * 60_000;
const shortestPauseMs = 10_000;
const longestPauseMs = 15 * 60_000;
const title = "What changed lately";

/**
 * Writes what changed lately in a thread below the message of a warning, once. Where it may stand there already and the platform could
 * not tell a second one from it, it is left; then, and where no thread can be had, the card gets a button for it.
 */
export async function writeThread(deps: ThreadDeps, thread: ClaimedThread): Promise<void> {
  const { threads, log } = deps;
  const sending = { began: thread.threadBeganMs !== undefined };
  try {
    const ended = await endOf(deps, thread, sending);
    if (ended) await threads.ended(thread, ended);
  } catch (error) {
    const waitMs = error instanceof OutsideError ? error.waitMs : undefined;
    log[error instanceof OutsideError ? "warn" : "error"](
      { tenant: thread.tenantId, cause: thread.cause, err: error },
      "what changed before a warning could not be written below it; it is tried again",
    );
    await threads.again(thread, pauseFor(deps, thread, waitMs), !sending.began || waitMs !== undefined);
  }
}

type End = Parameters<WarningThreads["ended"]>[1];

/** Undefined: it is nobody's business any more, or somebody else's. */
async function endOf(
  deps: ThreadDeps,
  thread: ClaimedThread,
  sending: { began: boolean },
): Promise<End | undefined> {
  const { tenantId, channelId, messageId, fixedMs, threadBeganMs } = thread;
  if (fixedMs !== null && threadBeganMs === undefined) return { state: "none" };
  const channels = deps.channelsOf(tenantId);
  if (!channels) throw new OutsideError("The platform is not configured.");
  if (!channels.threads || !channelId || !messageId) return { state: "none" };
  const isKnownAgain = channels.knowsNonces === true && deps.now() - (threadBeganMs ?? 0) < nonceHoldsMs;
  if (threadBeganMs !== undefined && !isKnownAgain) return { state: "unknown" };
  const outsiders = await channels.outsidersIn?.(channelId);
  if (outsiders !== undefined) return { state: "refused", words: outsiders };
  const reply = await deps.whatChanged(thread);
  const opened = await channels.threads.below({ channelId, messageId }, title);
  if (opened.kind === "closed") return { state: "refused", words: opened.remedy };
  if (!(await deps.threads.posting(thread))) return undefined;
  sending.began = true;
  const posted = await channels.post(opened.place, reply, nonceOf(thread));
  if (posted.kind === "posted") return { state: "posted" };
  return { state: "refused", words: "remedy" in posted ? posted.remedy : null };
}

/** The longer it has failed, the longer it rests. */
function pauseFor({ now }: ThreadDeps, { firstMs }: ClaimedThread, askedMs = 0): number {
  return Math.max(askedMs, Math.min(longestPauseMs, Math.max(shortestPauseMs, (now() - firstMs) / 2)));
}

/** The same for every try, whoever makes it. */
function nonceOf({ tenantId, id }: ClaimedThread): string {
  const digest = createHash("sha256").update([tenantId, id, "thread"].join(" "));
  return `t${digest.digest("hex").substring(0, 24)}`;
}
