import { createSyncRows } from "../../../src/database/persona/sync-rows.ts";
import type { SyncListName, SyncRequest, SyncSummary } from "../../../src/personas/sync/sync-verbs.ts";
import { syncLists } from "../../../src/personas/sync/sync-verbs.ts";
import type { OpenDatabase } from "../databases.ts";
import { aDraft, aRequest, tenant, userId } from "../personas/persona-builders.ts";
import { type Bot, type Harness, type HarnessOptions, openHarness } from "./harness.ts";

export type SyncHarness = Harness & {
  bot: Bot;
  /** Runs a sync to its end; creates are waited for no longer than 2 s. */
  sync(request?: Partial<SyncRequest>): Promise<SyncSummary>;
  /** A persona typed here and linked. */
  makeLinked(name: string, prompt?: string): Promise<{ id: string; tavusPersonaId: string }>;
  /** A persona typed here that Tavus was never asked to make. */
  makeUnlinked(name: string, prompt?: string): Promise<{ id: string }>;
};

export async function openSyncHarness(open: OpenDatabase, options?: HarnessOptions): Promise<SyncHarness> {
  const harness = await openHarness(open, options);
  const bot = harness.startBot();
  const make = (name: string, prompt = `You are ${name}.`) =>
    bot.create(aRequest({ draft: aDraft({ name, prompt, description: "", traits: [], context: "" }) }));

  return {
    ...harness,
    bot,
    sync: (request = {}) => runToEnd(bot, request),
    async makeLinked(name, prompt) {
      const { persona } = await make(name, prompt);
      if (!persona.tavusPersonaId) throw new Error(`${name} was not linked.`);
      return { id: persona.id, tavusPersonaId: persona.tavusPersonaId };
    },
    async makeUnlinked(name, prompt) {
      const repair = harness.standIn.setFault("rateLimited", { operation: "create persona" });
      const { persona } = await make(name, prompt);
      repair();
      return { id: persona.id };
    },
  };
}

/** Runs a sync to its end, as `startedBy` a person of the test's tenant. */
export async function runToEnd(bot: Bot, request: Partial<SyncRequest> = {}): Promise<SyncSummary> {
  const usual = { tenantId: tenant, startedBy: userId, mode: "apply" as const, createPatienceMs: 2_000 };
  const result = await bot.personas.sync({ ...usual, ...request }, () => {});
  if (result.state !== "ended") throw new Error("Another sync is under way.");
  return result.summary;
}

/** The lists that hold anything, with how many. */
export function countsOf(summary: SyncSummary): Partial<Record<SyncListName, number>> {
  const counted = syncLists.map((name) => [name, summary[name].count] as const);
  return Object.fromEntries(counted.filter(([, count]) => count > 0));
}

export function namesIn(summary: SyncSummary, list: SyncListName): string[] {
  return summary[list].entries.map(({ name }) => name).sort();
}

/** How many personas here nobody deleted. */
export async function countHere(harness: Harness, tenantId = tenant): Promise<number> {
  const syncRows = createSyncRows(harness.database);
  const ids = await syncRows.remoteIdsAfter(tenantId, "", 100_000);
  return (await syncRows.namedWithRemoteIds(tenantId, ids)).length;
}
