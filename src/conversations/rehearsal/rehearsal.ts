import { setTimeout as sleep } from "node:timers/promises";
import type { ConversationStore } from "../../database/conversation/conversation-store.ts";
import type { RehearsalLine, RehearsalLines } from "../../database/conversation/rehearsal-lines.ts";
import type { LinkKey } from "../../database/link/link-record.ts";
import type { Log } from "../../log.ts";
import type { Answered } from "../../tavus/calls/rehearsal-calls.ts";
import type { TavusClient } from "../../tavus/client.ts";
import { TavusError } from "../../tavus/errors.ts";
import { mayMeanGone } from "../../tavus/prove.ts";
import type { TenantKeys } from "../../tenants/keys.ts";

export type { RehearsalLine };

export type Said = { conversation: LinkKey; formId: string; text: string };

/** What came of saying something. `refused`: this account knows no talking in writing. */
export type SaidResult =
  | { kind: "noted" }
  | { kind: "refused"; words: string | undefined }
  | { kind: "failed"; error: TavusError };

export type Rehearsals = {
  /** Keeps what was typed, once for each form: from here on it is not lost. False: it was kept before. */
  keep(said: Said): Promise<boolean>;
  /** Says what was kept, or where it was said before waits for the answer, for a while. */
  say(said: Said, isNew: boolean): Promise<SaidResult>;
  /** Asks for an answer that has not come, or says again what certainly was not heard. */
  askAgain(conversation: LinkKey): Promise<SaidResult>;
  lines(conversation: LinkKey): Promise<RehearsalLine[]>;
  /** Where rehearsals are shown beside their person's own view. */
  threads: RehearsalThreads;
  /** What is left to do once something was kept; undefined: it failed, and the log says how. What was typed is not to be lost by it. */
  orLater<T>(conversation: LinkKey, work: () => Promise<T>): Promise<T | undefined>;
};

export type RehearsalThreads = Pick<ConversationStore, "threadOpened" | "buttonsMoved" | "hasThread"> &
  Pick<RehearsalLines, "claimUnshown" | "shownIn">;

export type RehearsalDeps = {
  lines: RehearsalLines;
  store: Pick<ConversationStore, "find" | "threadOpened" | "buttonsMoved" | "hasThread">;
  keys: TenantKeys;
  tavus: Pick<TavusClient, "rehearsals">;
  /** How often, and after which pauses, an answer is asked for. */
  pausesMs?: readonly number[];
  log: Log;
};

/** A language model thinks for some seconds; whoever waits longer presses a button. */
const usualPausesMs = [500, 1000, 1500, 2000, 2500, 3000, 4000, 5000];

/** What one person says to a persona in writing, and what it answers. */
export function createRehearsals(deps: RehearsalDeps): Rehearsals {
  return {
    keep({ conversation: { tenantId, id: conversationId }, formId, text }) {
      return deps.lines.add({ tenantId, conversationId, formId, text });
    },

    say: ({ conversation, ...line }, isNew) =>
      isNew ? send(deps, conversation, line) : hear(deps, conversation),

    async askAgain(conversation) {
      const { tenantId, id } = conversation;
      const last = (await deps.lines.of(tenantId, id)).at(-1);
      if (!last || last.answer !== undefined) return { kind: "noted" };
      if (last.state !== "unsent") return hear(deps, conversation);
      return (await deps.lines.sendAgain(tenantId, last.formId))
        ? send(deps, conversation, last)
        : { kind: "noted" };
    },

    lines: ({ tenantId, id }) => deps.lines.of(tenantId, id),
    threads: { ...deps.store, ...deps.lines },

    async orLater({ tenantId, id }, work) {
      try {
        return await work();
      } catch (error) {
        deps.log.error({ tenant: tenantId, conversation: id, err: error }, "a rehearsal could not be shown");
        return undefined;
      }
    },
  };
}

async function send(
  deps: RehearsalDeps,
  conversation: LinkKey,
  { formId, text }: Pick<RehearsalLine, "formId" | "text">,
): Promise<SaidResult> {
  const { lines, tavus } = deps;
  const { tenantId } = conversation;
  try {
    const { key, remoteId } = await placeOf(deps, conversation);
    const answer = await tavus.rehearsals.say(key, remoteId, text);
    await lines.note(tenantId, formId, { state: "heard", answer });
    return answer === undefined ? await hear(deps, conversation) : { kind: "noted" };
  } catch (error) {
    if (!(error instanceof TavusError)) throw error;
    // What was turned away was not heard either.
    const isUnsent = error.reached === "no" || refusals.has(error.kind) || mayMeanGone(error);
    await lines.note(tenantId, formId, { state: isUnsent ? "unsent" : "unknown" });
    return failedBy(deps, conversation, error);
  }
}

const refusals: ReadonlySet<TavusError["kind"]> = new Set([
  ...(["invalidKey", "outOfCredits", "notInPlan", "limitReached", "forbidden", "blocked"] as const),
  ...(["rateLimited", "rejected"] as const),
]);

/** Asks a few times for the answer to what was said last. */
async function hear(deps: RehearsalDeps, conversation: LinkKey): Promise<SaidResult> {
  const { lines, tavus, pausesMs = usualPausesMs } = deps;
  const { tenantId, id } = conversation;
  const said = await lines.of(tenantId, id);
  const last = said.at(-1);
  if (!last || last.answer !== undefined) return { kind: "noted" };
  try {
    const { key, remoteId } = await placeOf(deps, conversation);
    for (const pauseMs of pausesMs) {
      await sleep(pauseMs);
      const answer = await tavus.rehearsals.answer(key, remoteId);
      if (!isAnswerTo(last, said.at(-2), answer)) continue;
      await lines.note(tenantId, last.formId, { state: "heard", answer });
      break;
    }
    return { kind: "noted" };
  } catch (error) {
    if (error instanceof TavusError) return failedBy(deps, conversation, error);
    throw error;
  }
}

/**
 * Tavus tells the newest answer alone, and not to which line. Where it said that it heard the last line, what it tells is the
 * answer to that. Where its word on that was lost, what it tells may still be the answer to the line before: words equal to
 * those count as none, so that nobody reads an old answer as a new one. A persona that answers twice in the same words after a
 * lost word is then asked again: "Ask again" finds nothing, and its person says the line once more.
 */
function isAnswerTo(
  last: RehearsalLine,
  before: RehearsalLine | undefined,
  answer: Answered,
): answer is string {
  if (answer === undefined) return false;
  return last.state === "heard" || answer !== before?.answer;
}

function failedBy({ log }: RehearsalDeps, { tenantId, id }: LinkKey, error: TavusError): SaidResult {
  log.warn({ tenant: tenantId, conversation: id, err: error }, "something could not be said in a rehearsal");
  if (error.kind === "rejected" || mayMeanGone(error)) return { kind: "refused", words: error.words };
  return { kind: "failed", error };
}

async function placeOf({ store, keys }: RehearsalDeps, conversation: LinkKey) {
  const room = await store.find(conversation);
  const key = await keys.keyMadeWith(conversation.tenantId, room?.link.keyTag);
  const operation = "say in conversation";
  if (!key) throw new TavusError({ kind: "invalidKey", operation, reached: "no" });
  if (!room?.link.remoteId) throw new TavusError({ kind: "notFound", operation, reached: "no" });
  return { key: key.value, remoteId: room.link.remoteId };
}
