import fc from "fast-check";
import type { LinkRow } from "../../../../src/database/link/link-row.ts";
import { readContent } from "../../../../src/database/persona/content-columns.ts";
import {
  aNewPersona,
  aStoredPersona,
  otherTenant,
  tenant,
} from "../../../support/personas/persona-builders.ts";
import { likelyStates, toLinks } from "./link-steps.ts";
import { opening, type Step, type WalkWorld } from "./world.ts";

const content = readContent(aStoredPersona());
const unknownInTavus = { kind: "personal", template: "blank", description: "", traits: [] };

type Walking = Step & { world: WalkWorld };

/** What happens to a team. */
const toTeams: Record<string, (walking: Walking) => Promise<unknown>> = {
  insert: ({ world, tenantId, at, isSo }) => {
    const start = isSo
      ? { kind: "attempt" as const, ...opening }
      : { kind: "noKey" as const, cause: "noKey" };
    const ids = { id: `per_typed${at}`, formId: `form ${at}` };
    return world.store.insert(aNewPersona({ tenantId, ...ids, start, nowMs: world.clock.nowMs }));
  },
  importAll: ({ world, tenantId, at, remoteId }) => {
    const { name, prompt, promptIsWhole, context, replicaId, model, voiceSpeed, voiceEmotion } = content;
    const known = { name, prompt, promptIsWhole, context, replicaId, model, voiceSpeed, voiceEmotion };
    const one = {
      id: `per_imported${at}`,
      remoteId,
      content: known,
      base: "{}",
      createdMs: world.clock.nowMs,
    };
    return world.imports.importAll(tenantId, [one], { userId: "u1", content: unknownInTavus });
  },
  openAttempts: ({ world, tenantId }) => world.queue.openAttempts(tenantId, opening),
  takeAllowances: ({ world, tenantId }) => world.queue.takeAllowances(tenantId, new Map()),
  waitForKey: ({ world, tenantId }) => world.queue.waitForKey(tenantId, "noKey"),
  makeWaitingDue: ({ world, tenantId }) => world.links.makeWaitingDue(tenantId),
  makeUnlinkedDue: ({ world, tenantId }) => world.links.makeUnlinkedDue(tenantId),
  makeFailingDue: ({ world, tenantId }) =>
    world.links.makeFailingDue(tenantId, { cause: "unavailable", topic: "unavailable" }),
  release: ({ world, tenantId, remoteId }) => world.links.removals.release(tenantId, remoteId),
};

/** What happens to all teams. */
const toAll: Record<string, (walking: Walking) => Promise<unknown>> = {
  claimUntold: ({ world }) => world.queue.claimUntold(2, 60_000),
  claimSurplusChecks: ({ world }) => world.queue.claimSurplusChecks(2, 60_000),
  claimRemovals: ({ world }) => world.links.removals.claimDue(2, 60_000),
  wait: async ({ world, ms }) => {
    world.clock.nowMs += ms;
  },
};

/** Beginnings, and what comes of them, as often as all the rest. */
const often = [
  ["insert", "insert", "importAll", "openAttempts", "openAttempts", "openAttempts", "wait", "wait"],
  ["linked", "refused", "notMade", "unknown", "notFound", "pushed", "notPushed", "goneInTavus"],
  ["edit", "edit", "makeDue", "markReadings", "markReadings", "remove"],
].flat();
const names = [...Object.keys(toLinks), ...Object.keys(toTeams), ...Object.keys(toAll), ...often];

/** One step of a walk as fast-check draws it. */
export const anyStep: fc.Arbitrary<Step> = fc.record({
  name: fc.constantFrom(...names),
  tenantId: fc.constantFrom(tenant, otherTenant),
  at: fc.nat(3),
  remoteId: fc.constantFrom("p0", "p1", "p2", "p3"),
  isLate: fc.nat(4).map((number) => number === 0),
  isAnywhere: fc.nat(3).map((number) => number === 0),
  isSo: fc.boolean(),
  ms: fc.constantFrom(1, 1000, 21_000, 700_000),
});

/** Whether nothing of it may touch another team. */
export const isOfOneTeam = ({ name }: Step) => !(name in toAll);

/** Takes the step; what is about a link does nothing where there is none. */
export async function take(world: WalkWorld, step: Step, rows: readonly LinkRow[]): Promise<void> {
  const toTeam = toTeams[step.name] ?? toAll[step.name];
  await toTeam?.({ ...step, world });
  const link = chosen(step, rows);
  if (link) await toLinks[step.name]?.({ ...step, world, link });
}

/** As a rule one in a state in which the operation has something to do, else any. */
function chosen({ name, tenantId, at, isAnywhere }: Step, rows: readonly LinkRow[]): LinkRow | undefined {
  const links = rows.filter((link) => link.tenant_id === tenantId);
  const likely = links.filter(({ state }) => likelyStates[name]?.includes(state));
  const candidates = isAnywhere || likely.length === 0 ? links : likely;
  return candidates[at % Math.max(candidates.length, 1)];
}
