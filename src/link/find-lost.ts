import { surplusDelayMs } from "../database/persona/persona-queue.ts";
import type { PersonaRow } from "../database/tables.ts";
import { recordIn } from "../personas/content/prompt.ts";
import type { PersonaDeps } from "../personas/deps.ts";
import { parseTavusDate } from "../tavus/dates.ts";
import { TavusError } from "../tavus/errors.ts";
import type { TavusKey } from "../tenants/keys.ts";
import { failureFrom, pauseQueue } from "./attempt.ts";
import { delayAfter, isGivenUp, outcomeOf } from "./outcome.ts";
import { raiseFailure } from "./raise-failure.ts";
import { settle } from "./settle.ts";

/** A Tavus persona that ends with a record line of ours. */
export type Carrier = { tavusPersonaId: string; createdMs: number | undefined };
export type Carriers = Map<string, Carrier[]>;

/**
 * So long a process that dies in a look holds up the next one. A reading may take longer: a second one beside it only
 * costs its requests, for every decision holds for one attempt and is made once.
 */
const lookLeaseMs = 20_000;
const rowsPerPage = 200;

/**
 * Searches a tenant's Tavus account once for every create whose outcome is unknown and whose lease has ended: found
 * ones are adopted, the others may be tried again.
 */
export async function lookForLost(deps: PersonaDeps, tenantId: string, key: TavusKey): Promise<void> {
  if (!(await deps.tenants.beginLook(tenantId, lookLeaseMs))) return;
  const readingStartedMs = deps.now();
  try {
    const carriers = await readCarriers(deps, key);
    deps.warnings.succeeded(tenantId, "read");
    await forEachLost(deps, { tenantId, readingStartedMs }, (row) => decide(deps, row, { carriers, key }));
  } catch (error) {
    if (!(error instanceof TavusError)) throw error;
    await postpone(deps, { tenantId, readingStartedMs, key }, error);
  } finally {
    await deps.tenants.endLook(tenantId);
  }
}

/** All carriers in the account, from the unfiltered list. Throws TavusError when the list cannot be trusted. */
export async function readCarriers(deps: PersonaDeps, key: TavusKey): Promise<Carriers> {
  const carriers: Carriers = new Map();
  let isComplete = false;
  // A list that does not add up (it may shift while it is read) is read once more.
  for (let reading = 1; reading <= 2 && !isComplete; reading += 1) {
    for await (const page of deps.tavus.listPersonaPages(key.value)) {
      for (const persona of page.rows) noteCarrier(carriers, persona);
      isComplete = page.isComplete;
    }
  }
  if (isComplete) return carriers;
  throw new TavusError({ kind: "unexpectedReply", operation: "list personas", reached: "maybe" });
}

function noteCarrier(
  carriers: Carriers,
  persona: { id: string; systemPrompt: string; createdAt?: string | undefined },
): void {
  const id = recordIn(persona.systemPrompt);
  if (!id) return;
  const known = carriers.get(id) ?? [];
  if (known.some((carrier) => carrier.tavusPersonaId === persona.id)) return;
  const createdMs = persona.createdAt ? parseTavusDate(persona.createdAt) : undefined;
  carriers.set(id, [...known, { tavusPersonaId: persona.id, createdMs }]);
}

async function forEachLost(
  deps: PersonaDeps,
  { tenantId, readingStartedMs }: { tenantId: string; readingStartedMs: number },
  decideOne: (row: PersonaRow) => Promise<void>,
): Promise<void> {
  let afterId = "";
  for (;;) {
    const page = { readingStartedMs, afterId, limit: rowsPerPage };
    const rows = await deps.queue.lostAttempts(tenantId, page);
    for (const row of rows) await decideOne(row);
    afterId = rows.at(-1)?.id ?? "";
    if (rows.length < rowsPerPage) return;
  }
}

async function decide(
  deps: PersonaDeps,
  row: PersonaRow,
  { carriers, key }: { carriers: Carriers; key: TavusKey },
): Promise<void> {
  const { tenant_id: tenantId, id } = row;
  const found = [...(carriers.get(id) ?? [])].sort((a, b) => (a.createdMs ?? 0) - (b.createdMs ?? 0));
  const [oldest] = found;
  if (!oldest) {
    await deps.outcomes.notFound(tenantId, row, row.key_tag !== key.tag);
    deps.log.info({ tenant: tenantId, persona: id }, "a lost create was not found in Tavus");
    return;
  }
  // What it holds is not known, so a later push compares it with what is here.
  const { tavusPersonaId } = oldest;
  const adopted = await deps.outcomes.linked(tenantId, id, { tavusPersonaId, pushedRevision: 0 });
  const isAdopted = adopted !== undefined;
  if (found.length > 1) await deps.outcomes.surplusSeen(tenantId, row, deps.now());
  // It may be an earlier attempt's; then the last one may still make another.
  else if (row.unknown_attempts !== "[]") {
    await deps.outcomes.surplusSeen(tenantId, row, deps.now() + surplusDelayMs);
  }
  deps.log.info(
    { tenant: tenantId, persona: id, tavusPersonaId, isAdopted },
    "a lost create was found in Tavus",
  );
  await deps.tenants.resumeQueue(tenantId);
}

type FailedLook = { tenantId: string; readingStartedMs: number; key: TavusKey };

/** Nothing was learned: the rows wait on, still to be looked for. */
async function postpone(
  deps: PersonaDeps,
  { tenantId, readingStartedMs, key }: FailedLook,
  error: TavusError,
): Promise<void> {
  const failure = failureFrom(error);
  const isForPeople = outcomeOf(error) === "waitingForPeople";
  deps.log.warn(
    { tenant: tenantId, cause: failure.kind, incident: failure.incident },
    "a look in Tavus failed",
  );
  if (isForPeople) await pauseQueue(deps, tenantId, { cause: failure.kind, keyTag: key.tag });
  let isRaised = false;
  await forEachLost(deps, { tenantId, readingStartedMs }, async (row) => {
    // Those that are not due yet have their own time; they would only have been served along.
    if (Date.parse(row.next_attempt_at ?? "") > readingStartedMs) return;
    if (!isForPeople && isGivenUp(row, deps.now())) {
      await deps.outcomes.failed(tenantId, row, { failure, mayExist: true });
      await settle(deps, tenantId, row.id);
    } else {
      const delayMs = isForPeople ? 0 : delayAfter(row.tries, deps.random(), error.retryAfterMs);
      const nextAttemptMs = deps.now() + delayMs;
      await deps.outcomes.unknown(tenantId, row, { failure, nextAttemptMs, countsAsTry: !isForPeople });
    }
    // One reading failed, however many wait for it.
    if (!isRaised) isRaised = await raiseFailure(deps, { row }, error);
  });
}
