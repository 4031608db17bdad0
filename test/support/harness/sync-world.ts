import type { PersonaRow as RemoteRow } from "../../../sandbox/stand-ins/tavus/account.ts";
import type { Fault, FaultName, FaultScope } from "../../../sandbox/stand-ins/tavus/faults.ts";
import type { TavusStandIn } from "../../../sandbox/stand-ins/tavus/stand-in.ts";
import { recordIn } from "../../../src/personas/content/prompt.ts";
import type { FlatRow } from "../personas/persona-rows.ts";
import type { SyncHarness } from "./sync-harness.ts";

/** Lets so many requests of the scope through; from then on all go wrong, until the returned function is called. */
export function faultAfter(
  standIn: TavusStandIn,
  requests: number,
  { fault, scope = {} }: { fault: FaultName | Fault; scope?: FaultScope | undefined },
): () => void {
  standIn.setFault(fault, scope);
  // The one set last strikes first: this one does no harm and uses up the first requests.
  if (requests > 0) standIn.setFault({}, { ...scope, times: requests });
  return () => standIn.clearFaults();
}

/** Lets leases and pauses end and the queue work, then syncs: after this everything is to be in its place. */
export async function settle(harness: SyncHarness): Promise<void> {
  await comeToRest(harness);
  await harness.sync();
  await comeToRest(harness);
  // A start begins with a sweep for what lost requests left behind.
  if (!(await hasSurplus(harness))) return;
  await harness.work(harness.bot);
  await harness.until(harness.bot, async () => !(await hasSurplus(harness)), "the search for surplus");
  await harness.sync();
}

async function comeToRest(harness: SyncHarness): Promise<void> {
  const pauseMs = 20 * 60_000;
  harness.advance(pauseMs);
  const isAtRest = async () => {
    const times = (await harness.rows()).flatMap((row) => row.next_attempt_at ?? []);
    // What failed just as the clock was put forward waits anew from there.
    if (times.length > 0 && times.every((time) => Date.parse(time) > harness.now())) harness.advance(pauseMs);
    return times.length === 0;
  };
  await harness.until(harness.bot, isAtRest, "the queue to be empty");
}

async function hasSurplus(harness: SyncHarness): Promise<boolean> {
  return (await harness.rows()).some((row) => row.surplus_check_at !== null);
}

/** When somebody copied a persona inside Tavus: long before any request of ours. */
export const copiedAt = "2020-01-01T00:00:00.000Z";

/** What breaks the promises after everything has come to rest; empty when nothing does. */
export async function wrongsIn(harness: SyncHarness): Promise<string[]> {
  const rows = await harness.rows();
  // Of a copy of one that was deleted here a sync says that, and makes no record.
  const deleted = rows.filter((row) => row.deleted_at !== null).map(({ id }) => id);
  const remotes = harness.account.personas;
  return [
    ...rows.filter((row) => row.deleted_at === null).flatMap((row) => wrongsOfRow(harness, row)),
    ...remotes.flatMap((remote) => {
      const { id, document } = remote;
      const owners = rows.filter((row) => row.tavus_persona_id === id).length;
      const isTold = owners === 0 && recordOf(remote).some((record) => deleted.includes(record));
      return owners === 1 || isTold ? [] : [`${document.persona_name} ${id} has ${owners} rows here`];
    }),
    ...doubles(remotes.filter(({ createdAt }) => createdAt !== copiedAt).flatMap(recordOf)),
  ];
}

function wrongsOfRow({ account }: SyncHarness, { link, name, tavus_persona_id: id }: FlatRow): string[] {
  const isThere = id !== null && account.persona(id) !== undefined;
  if (link === "linked" && !isThere) return [`${name} is linked to nothing`];
  if (link === "missing" && isThere) return [`${name} is not missing`];
  if (link === "pending" || link === "failed") return [`${name} is ${link}`];
  return [];
}

function recordOf({ document }: RemoteRow): string[] {
  const record = recordIn(String(document.system_prompt));
  return record === undefined ? [] : [record];
}

function doubles(records: string[]): string[] {
  const twice = records.filter((record, index) => records.indexOf(record) !== index);
  return twice.map((record) => `${record} was made twice`);
}
