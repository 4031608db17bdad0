import { createHash } from "node:crypto";
import type { News, Owing } from "../chat/dispatch/dispatch-deps.ts";
import type { SendDirect } from "../chat/interaction.ts";
import type { Member } from "../chat/member.ts";
import { holdsSecret, type Reply } from "../chat/reply.ts";
import type { OwedAnswer, OwedKey, OwedStore } from "../database/team/owed-store.ts";
import { OutsideError } from "../errors.ts";
import type { Log } from "../log.ts";
import { createTicker, type Rounds } from "../ticker.ts";
import { within } from "../within.ts";
import { isHandedOver, notePromise, presentAnswer } from "../work.ts";
import { newsOf } from "./owed-news.ts";
import { createOwedNotes, nameOf, type OwedNotes } from "./owed-notes.ts";
import { isPromise, packFiles, readReply, withoutButtons, writePromise, writeReply } from "./stored-reply.ts";
import { createUnderWay, type Held } from "./under-way.ts";

/** So long after its process has died somebody is told what became of their interaction. */
const promiseMs = 90_000;
const tickMs = 30_000;
/** One process at a time tries to tell an answer, and again after this when the platform failed. */
const tellLeaseMs = 60_000;
/** A claim that ends within that is claimed again: a message takes as long. */
const sendingMs = 5000;
const answersPerTick = 20;
/** More than a reply has room for are told with the next ones; beside it Slack takes four messages at most. */
const mostAtOnce = 3;
const notePatienceMs = 1000;
/** Somebody who was away for so long has left; with the answer goes what they may have typed. */
const keptUnheardMs = 365 * 24 * 60 * 60_000;
const rowsPerPurge = 500;
/** So long a process may take to be connected before people count as out of its reach. */
const connectingMs = 2 * 60_000;

export type OwedAnswers = Rounds & {
  promise(interaction: Owing, reply: Reply): Promise<void>;
  stands(interaction: Owing, standsAt: string): void;
  saying(interaction: Owing, reply: Reply): Promise<void>;
  settle(interaction: Owing): Promise<void>;
  leave(interaction: Owing): void;
  tell(interaction: Owing, reply: Reply): Promise<void>;
  /** The same for one that another process has announced: its announcement becomes this, where that can still be had. */
  tellInPlace(interaction: Owing, reply: Reply): Promise<void>;
  /** What this person is told at their next command. */
  owedTo(member: Pick<Member, "tenantId" | "userId">): Promise<News>;
  /** Forgets what somebody has not come back for in a year. */
  purge(): Promise<unknown>;
};

/**
 * Answers that people wait for, until they have them. A promise is written only where work outlasts people's patience, or nothing else
 * would show that it came to nothing, so a quick answer mostly costs nothing; it is kept up while its process lives, and told as broken
 * when that died.
 */
export function createOwedAnswers(options: {
  store: OwedStore;
  sendDirectFor(tenantId: string): SendDirect | undefined;
  /** Something is owed that this process may not be the one to tell. */
  wakeOthers(): void;
  /** What is known by now of an answer that was only promised: "later", or nothing. */
  known?: ((answer: OwedAnswer) => Promise<Reply | "later" | undefined>) | undefined;
  log: Log;
}): OwedAnswers {
  const { store, wakeOthers, log } = options;
  const notes = createOwedNotes(store, log);
  let youngUntilMs = 0;
  const telling = { ...options, notes, isYoung: () => performance.now() < youngUntilMs };
  const underWay = createUnderWay(
    (answer, held) => tellDirectly(telling, answer, held),
    () => ticker.wake(),
  );
  const promised = new Map<string, { key: OwedKey; written: Promise<void> }>();

  async function tick(): Promise<void> {
    // No more than can be begun: what is claimed waits as long as its lease.
    const most = Math.min(answersPerTick, underWay.room());
    const due = await store.claimDue(most, tellLeaseMs, underWay.full());
    // What this process has promised it still keeps, however long it was held up.
    const isOpen = (answer: OwedAnswer) => !promised.has(nameOf(answer)) && !notes.isTold(answer);
    const open = due.filter(isOpen);
    for (const answer of open) underWay.holdOn(answer);
    const begun = open.filter((answer) => underWay.begin(answer, answer));
    // Fewer than asked for may be all, or on PostgreSQL those that nobody took or told meanwhile: only none is the end.
    if (due.length > 0) ticker.wake();
    // Others were quicker meanwhile.
    const tooMany = open.filter((answer) => !begun.includes(answer) && underWay.lacksRoom(answer));
    for (const answer of tooMany) await store.letGo(answer);
  }

  const ticker = createTicker({
    everyMs: tickMs,
    tick,
    failed: (error) => log.error({ err: error }, "what people are owed could not be read"),
  });

  const promises = createTicker({
    everyMs: tickMs,
    async tick() {
      for (const { key } of promised.values()) await store.putOff(key, promiseMs);
      // A platform that is away takes longer than the lease, and nobody else shall say the same meanwhile.
      for (const held of underWay.held()) if (isHeldStill(held)) await holdOn(held);
    },
    failed: (error) => log.error({ err: error }, "a promised answer could not be put off"),
  });

  /** Once its time is over another process may have it, which is not to be put off. */
  const isHeldStill = ({ untilMs }: Held) => store.now() < untilMs;

  async function holdOn(held: Held): Promise<void> {
    held.untilMs = await store.putOff(held.key, tellLeaseMs);
  }

  /** Ends the promise in this process; resolves to whether it may stand in the database. */
  async function release(key: OwedKey): Promise<boolean> {
    const promise = promised.get(nameOf(key));
    promised.delete(nameOf(key));
    await promise?.written;
    return promise !== undefined;
  }

  return {
    promise({ id, member }, reply) {
      const { tenantId, userId } = member;
      const key = { tenantId, deliveryId: id };
      const before = promised.get(nameOf(key));
      // What it is about to say may stand there already.
      if (before) return before.written;
      const answer = { ...key, userId, replyJson: writePromise(reply), answerSealed: presentAnswer() };
      const written = notes.owe(answer, { kind: "due", inMs: promiseMs });
      promised.set(nameOf(key), { key, written });
      notePromise(key);
      return written;
    },
    stands({ id, member: { tenantId } }, standsAt) {
      const key = { tenantId, deliveryId: id };
      // Of what is never promised nobody need know.
      void promised
        .get(nameOf(key))
        ?.written.then(() => store.stands(key, standsAt))
        .catch((error: unknown) => log.warn({ err: error }, "where an answer is awaited could not be noted"));
    },
    async saying({ id, member: { tenantId, userId } }, reply) {
      if (!promised.has(nameOf({ tenantId, deliveryId: id })) || isHandedOver()) return;
      // Should this process die, the promise stands: half of such an answer would say that all is well.
      if (holdsSecret(reply)) return;
      const answer = await answerOf({ id, tenantId, userId }, reply);
      // Nobody waits long for a note.
      await within(notes.owe(answer, { kind: "due", inMs: promiseMs }), notePatienceMs);
    },
    async settle({ id, member: { tenantId } }) {
      const key = { tenantId, deliveryId: id };
      if (await release(key)) await notes.told(key);
    },
    leave({ id, member: { tenantId } }) {
      promised.delete(nameOf({ tenantId, deliveryId: id }));
    },
    async tell({ id, member: { tenantId, userId } }, reply) {
      const answer = await answerOf({ id, tenantId, userId }, reply);
      await release(answer);
      const owe = (inMs: number) => notes.owe(answer, { kind: "due", inMs });
      // Where there is no room it is due for whoever has some, this process too as soon as it has.
      const inMs = underWay.lacksRoom(answer) ? 0 : tellLeaseMs;
      const heldUntilMs = store.now() + tellLeaseMs;
      await (underWay.begin(answer, { heldUntilMs, written: () => owe(inMs) }) ?? owe(inMs));
    },
    async tellInPlace({ id, member: { tenantId, userId } }, reply) {
      const answer = await answerOf({ id, tenantId, userId }, reply);
      await release(answer);
      await notes.owe(answer, { kind: "due", inMs: 0 });
      ticker.wake();
    },
    async owedTo({ tenantId, userId }) {
      const stored = await store.owedTo(tenantId, userId, mostAtOnce);
      const owed = stored.filter((answer) => !notes.isTold(answer));
      return newsOf(owed, notes.told);
    },
    purge: () => store.purgeUnheard(keptUnheardMs, rowsPerPurge),
    start(everyMs) {
      youngUntilMs = performance.now() + connectingMs;
      promises.start();
      ticker.start(everyMs);
    },
    wake: ticker.wake,
    async stop(withinMs) {
      await Promise.all([promises.stop(withinMs, () => []), ticker.stop(withinMs, underWay.all)]);
      await within(notes.flush(), withinMs);
      // What is still promised cannot be kept any more; whoever starts next tells it at once.
      for (const { key } of promised.values()) await store.letGo(key);
      if (promised.size > 0) wakeOthers();
    },
  };
}

/** With where the answer stands to whoever asked for the present work. */
async function answerOf(
  { id, tenantId, userId }: { id: string; tenantId: string; userId: string },
  reply: Reply,
): Promise<OwedAnswer> {
  const replyJson = writeReply(await packFiles(reply));
  return { tenantId, deliveryId: id, userId, replyJson, answerSealed: presentAnswer() };
}

type Telling = Parameters<typeof createOwedAnswers>[0] & { notes: OwedNotes; isYoung(): boolean };

/** What fails here stays owed and is tried again. */
async function tellDirectly(tools: Telling, answer: OwedAnswer, held: Held): Promise<void> {
  const { notes, log } = tools;
  const isOurs = () => isHeld(tools, held);
  try {
    const isTold = await sayDirectly(tools, answer, isOurs);
    if (isTold) await notes.told(answer);
    // It is said by whatever way opens first.
    else if (isTold === false && (await isOurs())) await notes.owe(answer, { kind: "onReturn" });
  } catch (error) {
    log.warn({ tenant: answer.tenantId, err: error }, notTold);
  }
}

const notTold = "a person could not be told what they are owed";

/** False: there is no way to them; undefined: not now. */
async function sayDirectly(
  { sendDirectFor, known, isYoung, log }: Telling,
  answer: OwedAnswer,
  isOurs: () => Promise<boolean>,
): Promise<boolean | undefined> {
  const { tenantId, userId, replyJson, standsAt } = answer;
  try {
    const send = sendDirectFor(tenantId);
    const meanwhile = isPromise(replyJson) ? await known?.(answer) : undefined;
    if (meanwhile === "later") return undefined;
    // This process has begun a moment ago, and is not connected yet.
    if (!send) return isYoung() ? undefined : false;
    const reply = meanwhile ?? readReply(replyJson);
    const way = { standsAt, inPlace: reply, nonce: nonceOf(answer, meanwhile), isOurs };
    return await send(userId, withoutButtons(reply), undefined, way);
  } catch (error) {
    if (!(error instanceof OutsideError && error.isFinal)) throw error;
    log.warn({ tenant: tenantId, err: error }, notTold);
    return false;
  }
}

/**
 * Whether nobody else can have begun to tell it. A process that stood still asks too late for that to be sure, and claims it once more:
 * what another has taken or told meanwhile is that one's.
 */
async function isHeld({ store }: Pick<Telling, "store">, held: Held): Promise<boolean> {
  if (store.now() + sendingMs >= held.untilMs)
    held.untilMs = (await store.claimAgain(held.key, held.untilMs, tellLeaseMs)) ?? 0;
  return store.now() < held.untilMs;
}

/** The same for every try to say this, whoever makes it; what is said of the same interaction later is another message. */
function nonceOf({ tenantId, deliveryId, replyJson }: OwedAnswer, meanwhile: Reply | undefined): string {
  const said = meanwhile ? JSON.stringify(meanwhile) : replyJson;
  const digest = createHash("sha256").update([tenantId, deliveryId, said].join(" "));
  return `o${digest.digest("hex").substring(0, 24)}`;
}
