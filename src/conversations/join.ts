import { setTimeout as sleep } from "node:timers/promises";
import type { InsertedConversation, NewConversation } from "../database/conversation/conversation-births.ts";
import type {
  CardPlace,
  ConversationMode,
  ConversationRecord,
} from "../database/conversation/conversation-record.ts";
import { UserError } from "../errors.ts";
import { attemptCreate } from "../link/attempt.ts";
import { leaseMs } from "../link/outcome.ts";
import { type MissingKey, missingKeyOf } from "../link/pause-queue.ts";
import { randomId } from "../random-id.ts";
import { hashOfToken, newCallbackToken } from "../tavus/callback-token.ts";
import type { TavusKey } from "../tenants/keys.ts";
import { callMinutes, type Reserved } from "../tenants/limits.ts";
import { callTopic } from "../warnings/topic.ts";
import { type Conversation, conversationFrom, stateOf } from "./conversation.ts";
import type { ConversationDeps } from "./deps.ts";
import { unknownLookMs } from "./terms.ts";

export type JoinRequest = {
  tenantId: string;
  userId: string;
  /** One press makes one room, however often it is delivered. */
  pressId: string;
  persona: { id: string; name: string; tavusPersonaId: string };
  /** The face for a persona that has none of its own. */
  replicaId?: string | undefined;
  card: CardPlace | undefined;
  mode: ConversationMode;
};

export type JoinResult =
  | {
      kind: "room";
      conversation: Conversation;
      /** The way in, for this person alone; undefined: there is none, or it is not known here any more. */
      link: string | undefined;
      /** This press made it, or tried to. */
      isNew: boolean;
    }
  | { kind: "overLimit"; reserved: Reserved & { ok: false } }
  | { kind: "noKey"; cause: MissingKey };

/**
 * A room for this person: the one that they have, or a new one. Made at most once, and only now: where Tavus does not make it, nobody
 * tries again but the person.
 */
export async function joinConversation(deps: ConversationDeps, request: JoinRequest): Promise<JoinResult> {
  const earlier = await findEarlier(deps, request);
  if (earlier) return earlierRoom(deps, earlier);
  const { tenantId } = request;
  const key = await deps.keys.keyFor(tenantId);
  if (!key) return refuseWithoutKey(deps, request);
  const minutes = (await deps.limits?.callMinutesOf(tenantId)) ?? callMinutes.usual;
  const openedAtMs = performance.now();
  const token = newCallbackToken();
  const callbackUrl = deps.callbackUrl(token);
  const born = birthOf(request, {
    key,
    minutes,
    nowMs: deps.linking.now(),
    callbackHash: callbackUrl && hashOfToken(token),
  });
  const { inserted, judge } = await insert(deps, born);
  if (inserted.kind === "overLimit") {
    const reserved = judge?.(inserted.usage);
    if (reserved && !reserved.ok) return { kind: "overLimit", reserved };
    throw new Error("A limit refused what it would allow.");
  }
  if (inserted.kind === "taken") {
    const taken = await findEarlier(deps, request);
    if (taken) return earlierRoom(deps, taken);
    // What would be made now is somebody's second press.
    throw new UserError(justEnded);
  }
  const subject = { ...inserted.record, callbackUrl, replicaId: request.replicaId };
  await attemptCreate(deps.linking, { subject, key, openedAtMs, isAnswered: true });
  return { ...(await madeRoom(deps, inserted.record)), isNew: true };
}

const justEnded =
  "Your earlier room ended just now, so this press opened none and took nothing of the daily limit. Press again for a new one.";

/** What the same press has made, or else what the person has. */
async function findEarlier(
  { store }: ConversationDeps,
  { tenantId, userId, pressId }: JoinRequest,
): Promise<ConversationRecord | undefined> {
  return (await store.findByPress(tenantId, pressId)) ?? store.openOf(tenantId, userId);
}

async function refuseWithoutKey(
  { linking }: ConversationDeps,
  { tenantId, userId, persona }: JoinRequest,
): Promise<JoinResult> {
  const cause = await missingKeyOf(linking, tenantId);
  const about = { userId, personaId: persona.id, isSeen: true };
  await linking.warnings.raise(tenantId, { cause, ...about, topic: `${callTopic}:${cause}` });
  return { kind: "noKey", cause };
}

/** A test costs nothing, so nothing is taken for it. */
async function insert(
  { store, limits }: ConversationDeps,
  born: NewConversation,
): Promise<{ inserted: InsertedConversation; judge?: (usage: UsageOf) => Reserved }> {
  if (!limits || born.mode === "test") return { inserted: await store.insertReserving(born, undefined) };
  const { tenantId, userId, id, minutes: amount } = born;
  const allowance = await limits.allowance({
    tenantId,
    userId,
    kind: "conversationMinutes",
    id,
    amount,
    least: 1,
  });
  const inserted = await store.insertReserving(born, allowance.reservation);
  return { inserted, judge: allowance.judge };
}

type UsageOf = Extract<InsertedConversation, { kind: "overLimit" }>["usage"];

/** What this press came to, with the way in. */
async function madeRoom(
  { store, links, linking, wakeKeeper }: ConversationDeps,
  record: ConversationRecord,
): Promise<Omit<Extract<JoinResult, { kind: "room" }>, "isNew">> {
  await store.lookAgain(record);
  wakeKeeper();
  const room = (await store.find(record)) ?? record;
  const link = stateOf(room) === "open" ? links.find(room, linking.now()) : undefined;
  return { kind: "room", conversation: conversationFrom(room), link };
}

/** One that is just being made is waited for, so that both deliveries of a press get the same answer. */
async function earlierRoom(
  { store, links, linking }: ConversationDeps,
  record: ConversationRecord,
): Promise<JoinResult> {
  const { patienceMs, pollMs } = linking.outcomeWait;
  const deadline = performance.now() + patienceMs;
  let room = record;
  while (stateOf(room) === "making" && !room.link.failure && performance.now() < deadline) {
    await sleep(pollMs);
    room = (await store.find(record)) ?? room;
  }
  const link = stateOf(room) === "open" ? links.find(room, linking.now()) : undefined;
  return { kind: "room", conversation: conversationFrom(room), link, isNew: false };
}

type Terms = { key: TavusKey; minutes: number; nowMs: number; callbackHash: string | undefined };

function birthOf(
  { persona, ...request }: JoinRequest,
  { key, minutes, nowMs, callbackHash }: Terms,
): NewConversation {
  const { tenantId, userId, pressId, card, mode } = request;
  return {
    ...{ tenantId, userId, pressId, card, mode, nowMs, callbackHash },
    id: `con_${randomId(10)}`,
    personaId: persona.id,
    personaName: persona.name,
    tavusPersonaId: persona.tavusPersonaId,
    minutes,
    lookMs: nowMs + leaseMs + unknownLookMs,
    start: { kind: "attempt", keyTag: key.tag, leaseMs },
  };
}
