import { setTimeout as sleep } from "node:timers/promises";
import { isAtRest, isBehind, type Link } from "../database/link/link-record.ts";
import type { Linked, Linking } from "./port.ts";

/** Patience for one outcome: longer than a request and its storing. A lease that still runs takes longer, and is told later. */
export const outcomePatienceMs = 12_000;

const pollMs = 100;

type Patience = { sinceMs: number; patienceMs: number };

/**
 * The record once the queue, here or in another process, has stored an outcome since `sinceMs` (Unix ms), or as it
 * stands after `patienceMs`. Read from the database, so it holds across processes and restarts.
 */
export async function waitForOutcome<Subject extends Linked>(
  linking: Pick<Linking<Subject>, "port" | "watchers">,
  subject: Subject,
  patience: Patience,
): Promise<Subject> {
  // Whoever waits here tells the person, so the queue need not.
  const watching = new AbortController();
  void linking.watchers.watch(subject.link, patience.patienceMs, watching.signal);
  const current = await pollForOutcome(linking, subject, patience);
  // At rest, the queue is about to say so: it must still find somebody who heard.
  if (!isAtRest(current.link)) watching.abort();
  return current;
}

/** The same for one that has just been made due: the queue does not rest any more, and looks at once. */
export async function waitForQueue<Subject extends Linked>(
  linking: Pick<Linking<Subject>, "port" | "watchers" | "tenants" | "wakeQueue">,
  subject: Subject,
  patience: Patience,
): Promise<Subject> {
  await linking.tenants.resumeQueue(subject.link.tenantId);
  linking.wakeQueue();
  return waitForOutcome(linking, subject, patience);
}

async function pollForOutcome<Subject extends Linked>(
  { port }: Pick<Linking<Subject>, "port">,
  subject: Subject,
  { sinceMs, patienceMs }: Patience,
): Promise<Subject> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const current = (await port.load(subject.link)) ?? subject;
    if (hasOutcome(current.link, subject.link, sinceMs) || performance.now() > deadline) return current;
    await sleep(pollMs);
  }
}

/** The failure that stood there before is none, even if the clock was set back since. */
function hasOutcome(link: Link, before: Link, sinceMs: number): boolean {
  if (link.failure && link.failure.atMs >= sinceMs && link.failure.atMs !== before.failure?.atMs) return true;
  if (link.state === "pending") return false;
  return link.state !== "linked" || !isBehind(link);
}
