import type { LinkRow } from "../../../../src/database/link/link-row.ts";
import { otherTenant, tenant } from "../../../support/personas/persona-builders.ts";
import { opening, type WalkWorld } from "./world.ts";

const hourMs = 3_600_000;
const mostRounds = 20;

/** Lets the queue work with a Tavus that takes everything and has nothing of what was lost, until nothing is due. */
export async function workOff(world: WalkWorld): Promise<void> {
  for (let round = 0; round < mostRounds; round += 1) {
    world.clock.nowMs += hourMs;
    const toFind = await world.queue.dueTenants(true, 10);
    const toSend = await world.queue.dueTenants(false, 10);
    if (toFind.length + toSend.length === 0) return;
    for (const tenantId of [tenant, otherTenant]) {
      await findNothing(world, tenantId);
      await sendAll(world, tenantId, round);
    }
  }
}

async function findNothing({ queue, links, clock }: WalkWorld, tenantId: string): Promise<void> {
  const page = { kind: "persona", readingStartedMs: clock.nowMs, afterId: "", limit: 100 };
  for (const lost of await queue.lostAttempts(tenantId, page)) await links.notFound(lost, false);
}

async function sendAll({ queue, links }: WalkWorld, tenantId: string, round: number): Promise<void> {
  await queue.takeAllowances(tenantId, new Map());
  for (const link of await queue.openAttempts(tenantId, opening)) {
    const sent = link.sentRevision ?? 0;
    const remoteId = `p-${round}-${link.id}`;
    if (link.state === "pending") await links.linked(link, { remoteId, pushedRevision: sent });
    else await links.pushed(link, sent);
  }
}

/** What would wait for ever. */
export function isLeft({ gone_at, next_attempt_at, state }: LinkRow): boolean {
  return gone_at === null && (next_attempt_at !== null || state === "pending");
}
