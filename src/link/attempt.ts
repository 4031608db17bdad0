import { surplusDelayMs } from "../database/persona/persona-queue.ts";
import type { PersonaRow } from "../database/tables.ts";
import { isoTime } from "../database/times.ts";
import { personaBody } from "../personas/content/tavus-body.ts";
import type { PersonaDeps } from "../personas/deps.ts";
import { TavusError } from "../tavus/errors.ts";
import type { TavusKey } from "../tenants/keys.ts";
import { delayAfter, isGivenUp, leaseMs, leaseNeededMs, outcomeOf, queuePauseMs } from "./outcome.ts";
import { raiseFailure } from "./raise-failure.ts";

/** An attempt whose row says so already: nobody else calls Tavus for this persona until its lease ends. */
export type OpenAttempt = {
  row: PersonaRow;
  key: TavusKey;
  /** `performance.now()` just before the lease was written. */
  openedAtMs: number;
  /** The person's answer says how it ends. */
  isAnswered?: boolean;
};

/**
 * Sends one create to Tavus and stores how it ended. At most two of a tenant are under way at once; one that had to
 * wait so long that its lease might end during the request is given back unsent. Resolves with the row if it was linked.
 */
export function attemptCreate(deps: PersonaDeps, attempt: OpenAttempt): Promise<PersonaRow | undefined> {
  return deps.gate.run(attempt.row.tenant_id, async () => {
    const { row, key } = attempt;
    if (!hasTimeLeft(attempt)) {
      await deps.outcomes.givenBack(row.tenant_id, row);
      return undefined;
    }
    try {
      const { id } = await deps.tavus.createPersona(key.value, personaBody(row));
      return await storeId(deps, row, id);
    } catch (error) {
      if (!(error instanceof TavusError)) throw error;
      await storeFailure(deps, attempt, error);
      await raiseFailure(deps, attempt, error);
      return undefined;
    }
  });
}

/** Whether the lease outlives a request sent now. */
export function hasTimeLeft({ openedAtMs }: OpenAttempt): boolean {
  return leaseMs - (performance.now() - openedAtMs) >= leaseNeededMs;
}

async function storeId(
  deps: PersonaDeps,
  row: PersonaRow,
  tavusPersonaId: string,
): Promise<PersonaRow | undefined> {
  const link = { tavusPersonaId, pushedRevision: row.sent_revision ?? row.revision };
  const linked = await deps.outcomes.linked(row.tenant_id, row.id, link);
  // Or a look was quicker and has found the very same.
  const isKept = linked !== undefined || (await deps.store.isLinked(row.tenant_id, tavusPersonaId));
  // Another was linked meanwhile: this one is left over, and is looked for and removed.
  if (!isKept) await deps.outcomes.surplusSeen(row.tenant_id, row, deps.now());
  await deps.tenants.resumeQueue(row.tenant_id);
  deps.warnings.succeeded(row.tenant_id, "create");
  logAttempt(deps, row, { outcome: isKept ? "linked" : "surplus", tavusPersonaId });
  return linked;
}

async function storeFailure(deps: PersonaDeps, { row, key }: OpenAttempt, error: TavusError): Promise<void> {
  const outcome = outcomeOf(error);
  const failure = failureFrom(error);
  const mayExist = outcome === "unknown";
  const { tenant_id: tenantId } = row;
  logAttempt(deps, row, { outcome, cause: failure.kind, status: error.status, incident: error.incident });
  if (outcome === "refused") return deps.outcomes.failed(tenantId, row, { failure, mayExist });
  if (outcome === "waitingForPeople") {
    await pauseQueue(deps, tenantId, { cause: failure.kind, keyTag: key.tag });
    const nextAttemptMs = deps.now();
    return deps.outcomes.notMade(tenantId, row, { failure, nextAttemptMs, countsAsTry: false });
  }
  if (isGivenUp(row, deps.now())) return deps.outcomes.failed(tenantId, row, { failure, mayExist });
  const nextAttemptMs = deps.now() + delayAfter(row.tries, deps.random(), error.retryAfterMs);
  const ending = { failure, nextAttemptMs, countsAsTry: true };
  if (!mayExist) return deps.outcomes.notMade(tenantId, row, ending);
  const isStored = await deps.outcomes.unknown(tenantId, row, ending);
  // Decided without this attempt meanwhile: what it may still make is left over.
  if (!isStored) await deps.outcomes.surplusSeen(tenantId, row, deps.now() + surplusDelayMs);
}

/**
 * One pause for the whole tenant, so that fifty waiting personas do not ask fifty times. What a call learned of a key that
 * was replaced while it was under way holds nobody up.
 */
export async function pauseQueue(
  deps: PersonaDeps,
  tenantId: string,
  pause: { cause: string; keyTag: string | null },
): Promise<void> {
  const before = await deps.tenants.find(tenantId);
  const until = isoTime(deps.now() + queuePauseMs);
  await deps.tenants.pauseQueue(tenantId, { ...pause, until });
  const current = await deps.keys.keyFor(tenantId);
  if ((current?.tag ?? null) !== pause.keyTag) return deps.tenants.resumeQueue(tenantId);
  const isNews = before?.queuePause?.cause !== pause.cause;
  if (isNews) deps.log.warn({ tenant: tenantId, cause: pause.cause }, "retries rest until people have acted");
}

export function failureFrom(error: TavusError): { kind: string; words: string | null; incident: string } {
  return { kind: error.kind, words: error.words ?? null, incident: error.incident };
}

function logAttempt(deps: PersonaDeps, row: PersonaRow, details: Record<string, unknown>): void {
  const { tenant_id: tenant, id: persona, attempt } = row;
  deps.log.info({ tenant, persona, attempt, ...details }, "create in Tavus");
}
