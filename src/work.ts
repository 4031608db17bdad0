import { AsyncLocalStorage } from "node:async_hooks";

/** One piece of work, such as an interaction with all that it leads to, or a round of the queue. */
type Work = {
  beganMs: number;
  /** The same by the steady clock. */
  beganAtMs: number;
  asked: Asked;
  moved?: () => void;
  promise?: Promised;
  isHandedOver?: boolean;
};

/**
 * Who asked for a piece of work, and where the answer to them stands or is to stand at this moment, sealed for their team. Without `by`
 * nobody did.
 */
export type Asked = { by?: string; answerAt?: () => string | undefined };

/** The answer that whoever asked for the present work hears of even if this process dies. */
export type Promised = { tenantId: string; deliveryId: string };

const work = new AsyncLocalStorage<Work>();

/**
 * Carries out `run` as one piece of work that begins now; `nowMs` is the database's clock. Work within work is its own.
 */
export function asWork<T>(nowMs: number, run: () => T, asked: Asked = {}): T {
  return work.run({ beganMs: nowMs, beganAtMs: performance.now(), asked }, run);
}

/** Who asked for the present work; undefined: nobody did. */
export function presentAsker(): string | undefined {
  return work.getStore()?.asked.by;
}

/**
 * Where somebody is answered who asked for the present work. It is kept with what they asked for, so that whoever tells them how it
 * ended changes that one message, however often that is done. Undefined: nobody asked, or it could not be changed from elsewhere.
 */
export function presentAnswer(): string | undefined {
  return work.getStore()?.asked.answerAt?.();
}

/** Whoever asked for the present work is promised an answer from here on. */
export function notePromise(promise: Promised): void {
  const present = work.getStore();
  if (present) present.promise = promise;
}

/** What somebody was promised of the present work. */
export function presentPromise(): Promised | undefined {
  return work.getStore()?.promise;
}

/** What tells how the present work ends is stored from here on: nothing else may tell it, and nothing more is promised. */
export function handOver(): void {
  const present = work.getStore();
  if (present) present.isHandedOver = true;
}

/** Whether that has happened in the present work. */
export function isHandedOver(): boolean {
  return work.getStore()?.isHandedOver === true;
}

/** `listener` hears each time that the answer to the present work stands somewhere else. One for each work: the last one holds. */
export function onAnswerMoved(listener: () => void): void {
  const present = work.getStore();
  if (present) present.moved = listener;
}

/** To be called by whoever shows it. */
export function answerMoved(): void {
  work.getStore()?.moved?.();
}

/** When the present work began, Unix ms; undefined: nobody has said. */
export function workBeganMs(): number | undefined {
  return work.getStore()?.beganMs;
}

/**
 * Unix ms by the database's clock, by which whatever lies there is dated: beside such a time this machine's own clock says
 * nothing, for it may be hours off. Outside any work it is all there is.
 */
export function presentMs(): number {
  const present = work.getStore();
  return present ? present.beganMs + (performance.now() - present.beganAtMs) : Date.now();
}

/** What the present work does from here on stands for itself, whatever happened before. */
export function beginWorkAnew(nowMs: number): void {
  const present = work.getStore();
  if (present) Object.assign(present, { beganMs: nowMs, beganAtMs: performance.now() });
}
