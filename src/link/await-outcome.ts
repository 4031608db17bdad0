import { setTimeout as sleep } from "node:timers/promises";
import { isAtRest, isBehind, isLeased, type Link, type LinkKey } from "../database/link/link-record.ts";
import type { LinkStore } from "../database/link/link-store.ts";
import { DeletedMeanwhileError } from "../errors.ts";
import { presentAnswer } from "../work.ts";
import type { Linked, Linking } from "./port.ts";

/** How long one outcome is waited for, and how often it is looked for, both in ms. */
export type OutcomeWait = { patienceMs: number; pollMs: number };

/** Patience here is longer than a request and its storing. A lease that still runs takes longer, and is told later. */
export const usualOutcomeWait: OutcomeWait = { patienceMs: 12_000, pollMs: 100 };

/**
 * The record once the queue, here or in another process, has stored an outcome since `sinceMs` (Unix ms), or as it
 * stands when patience ends. Read from the database, so it holds across processes and restarts. Rejects with DeletedMeanwhileError where it is
 * deleted here meanwhile: how it stood before would be told as how it is.
 */
export async function waitForOutcome<Subject extends Linked>(
  linking: Pick<Linking<Subject>, "port" | "watchers" | "outcomeWait" | "now">,
  subject: Subject,
  sinceMs: number,
  expected?: Expected,
): Promise<Subject> {
  // Whoever has heard already tells the person, and takes nothing from what the queue says next.
  const isOver = expected?.isHeard() === true && (await isNowAtRest(linking, subject));
  const watching = isOver ? undefined : expectOutcome(linking, subject.link);
  expected?.end();
  const current = await pollForOutcome(linking, subject, sinceMs).catch((error: unknown) => {
    watching?.end();
    throw error;
  });
  // At rest, the queue is about to say so: it must still find somebody who heard.
  if (!isAtRest(current.link)) watching?.end();
  return current;
}

async function isNowAtRest<Subject extends Linked>(
  { port }: Pick<Linking<Subject>, "port">,
  subject: Subject,
): Promise<boolean> {
  return isAtRest(((await port.load(subject.link)) ?? subject).link);
}

/** Somebody is about to wait, and tells the person what comes of it, so the queue need not. */
export type Expected = { isHeard(): boolean; end(): void };

/**
 * To be called before anything is waited for once something was made due, such as a form that is closed: Tavus may be quicker than
 * that, and the person would be told by the queue and by their answer.
 */
export function expectOutcome<Subject extends Linked>(
  { watchers, outcomeWait }: Pick<Linking<Subject>, "watchers" | "outcomeWait">,
  link: LinkKey,
): Expected {
  const watching = new AbortController();
  let isHeard = false;
  void watchers.watch(link, outcomeWait.patienceMs, watching.signal).then((subject) => {
    isHeard = subject !== undefined;
  });
  return { isHeard: () => isHeard, end: () => watching.abort() };
}

/** What was asked for before was asked for once more: from now on it is the answer to this one that tells how it ends. */
export async function answeredHere(
  { links }: { links: Pick<LinkStore, "answersAt"> },
  link: Link,
): Promise<void> {
  const answer = presentAnswer();
  if (answer !== undefined && !link.isTold) await links.answersAt(link, answer);
}

/** The same for one that has just been made due: the queue does not rest any more, and looks at once. */
export async function waitForQueue<Subject extends Linked>(
  linking: Pick<Linking<Subject>, "port" | "watchers" | "tenants" | "wakeQueue" | "outcomeWait" | "now">,
  subject: Subject,
  sinceMs: number,
  expected: Expected = expectOutcome(linking, subject.link),
): Promise<Subject> {
  await linking.tenants.resumeQueue(subject.link.tenantId);
  linking.wakeQueue();
  return waitForOutcome(linking, subject, sinceMs, expected);
}

/**
 * The record once nobody talks to Tavus about it, or as it stands when patience ends: what is decided while an attempt is
 * under way would be overwritten by what that one ends with.
 */
export async function waitUntilFree<Subject extends Linked>(
  { port, outcomeWait, now }: Pick<Linking<Subject>, "port" | "outcomeWait" | "now">,
  subject: Subject,
): Promise<Subject> {
  const deadline = performance.now() + outcomeWait.patienceMs;
  let current = subject;
  while (isLeased(current.link, now()) && performance.now() < deadline) {
    await sleep(outcomeWait.pollMs);
    current = (await port.load(subject.link)) ?? current;
  }
  return current;
}

async function pollForOutcome<Subject extends Linked>(
  { port, outcomeWait, now }: Pick<Linking<Subject>, "port" | "outcomeWait" | "now">,
  subject: Subject,
  sinceMs: number,
): Promise<Subject> {
  const deadline = performance.now() + outcomeWait.patienceMs;
  for (;;) {
    const current = await port.load(subject.link);
    if (!current) throw new DeletedMeanwhileError();
    const isOver = hasOutcome(current.link, subject.link, sinceMs) && !isBeingRead(current.link, now());
    if (isOver || performance.now() > deadline) return current;
    await sleep(outcomeWait.pollMs);
  }
}

/** A reading that completes an outcome takes no longer. */
export const readBackMs = 3_000;

/** It was made a moment ago, and what Tavus made of it is still being read: the answer says that too. */
function isBeingRead({ state, base, writtenMs }: Link, nowMs: number): boolean {
  return state === "linked" && base === undefined && Math.abs(nowMs - (writtenMs ?? 0)) < readBackMs;
}

/** The failure that stood there before is none, even if the clock was set back since. */
function hasOutcome(link: Link, before: Link, sinceMs: number): boolean {
  if (link.failure && link.failure.atMs >= sinceMs && link.failure.atMs !== before.failure?.atMs) return true;
  if (link.state === "pending") return false;
  return link.state !== "linked" || !isBehind(link);
}
