import { z } from "zod";
import type { StoredRun, UnfinishedRun } from "../../database/team/sync-store.ts";
import { isCause } from "../../warnings/causes.ts";
import { isSyncField } from "../content/each-field.ts";
import { knownSchema } from "./automatic/known.ts";
import {
  type SyncList,
  type SyncProgress,
  type SyncRequest,
  type SyncState,
  type SyncSummary,
  syncLists,
} from "./sync-verbs.ts";

const cause = z.string().transform((text) => (isCause(text) ? text : ("unexpectedReply" as const)));
const mode = z.enum(["apply", "preview"]);
const phase = z.enum(["checkingAccount", "reading", "linking", "checkingMissing", "creating"]);
const total = z.number().optional();

const entrySchema = z.object({
  id: z.string().optional(),
  tavusPersonaId: z.string().optional(),
  name: z.string(),
  // Another version may have written it, with other fields.
  fields: z
    .array(z.string())
    .transform((fields) => fields.filter(isSyncField))
    .optional(),
  cause: cause.optional(),
});
const listSchema = z.object({
  count: z.number(),
  entries: z.array(entrySchema),
  digest: z.string().optional(),
});

const stopSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("cancelled") }),
  z.object({ kind: z.literal("noKey"), isLocked: z.literal(true).optional() }),
  z.object({ kind: z.literal("takenOver") }),
  z.object({ kind: z.literal("handedOver") }),
  z.object({ kind: z.literal("otherAccount"), linked: z.number() }),
  z.object({ kind: z.literal("mostMissing"), absent: z.number(), linked: z.number() }),
  z.object({
    kind: z.literal("tavus"),
    cause,
    words: z
      .string()
      .optional()
      .transform((words) => words),
    incident: z.string(),
  }),
]);

const progressSchema = z.object({
  phase,
  done: z.number(),
  total: total.transform((count) => count),
});

const summarySchema = z.object({
  lists: z.record(z.enum(syncLists), listSchema),
  mode,
  startedBy: z.string(),
  startedMs: z.number(),
  endedMs: z.number(),
  phase,
  done: z.number(),
  total: total.transform((count) => count),
  isListUnsure: z.boolean(),
  // An earlier version did not write these.
  others: z.number().default(0),
  isListCut: z.boolean().default(false),
  unreadable: z.number().default(0),
  listed: z.number().default(0),
  miscounted: z.object({ claimed: z.number(), count: z.number() }).optional(),
  isResumed: z.boolean().optional(),
  stoppedBecause: stopSchema.optional(),
});

export type StoredProgress = Pick<SyncProgress, "phase" | "done" | "total">;

export function writeProgress({ phase: step, done, total: all }: StoredProgress): string {
  return JSON.stringify({ phase: step, done, total: all });
}

/** A summary without its long texts: they can be had again by another run. */
export function writeSummary(summary: SyncSummary): string {
  const short = ({ count, entries, digest }: SyncList) => ({ count, entries, digest });
  const lists = Object.fromEntries(syncLists.map((name) => [name, short(summary[name])]));
  return JSON.stringify({
    ...summary,
    ...Object.fromEntries(syncLists.map((name) => [name, undefined])),
    lists,
  });
}

const askedSchema = z.object({
  interactionId: z.string().optional(),
  isMassMissingConfirmed: z.boolean().optional(),
  known: knownSchema.optional(),
});

export function writeAsked({ interactionId, isMassMissingConfirmed, known }: SyncRequest): string {
  return JSON.stringify({ interactionId, isMassMissingConfirmed, known });
}

function readWhatWasAsked(asked: string | undefined) {
  return askedSchema.parse(JSON.parse(asked ?? "{}"));
}

/** What a run that did not come to its end was asked to do. */
export function readAsked({
  tenantId,
  mode: stored,
  startedBy,
  asked,
}: Pick<UnfinishedRun, "tenantId" | "mode" | "startedBy" | "asked">): SyncRequest {
  const { interactionId, isMassMissingConfirmed, known } = readWhatWasAsked(asked);
  return {
    tenantId,
    startedBy,
    mode: mode.parse(stored),
    ...(interactionId !== undefined && { interactionId }),
    ...(isMassMissingConfirmed && { isMassMissingConfirmed }),
    ...(known && { known }),
  };
}

export function readState(run: StoredRun | undefined): SyncState {
  if (!run) return { state: "never" };
  const { interactionId, known } = readWhatWasAsked(run.asked);
  if (run.summary !== null) return { state: "ended", summary: readSummary(run.summary), known };
  const progress = readProgress(run);
  const state = run.isEnded ? "failed" : run.isAlive ? "running" : "interrupted";
  return { state, progress, interactionId, known };
}

function readSummary(json: string): SyncSummary {
  const { lists, ...rest } = summarySchema.parse(JSON.parse(json));
  return { ...lists, ...rest };
}

function readProgress({ progress, startedBy, startedMs, isCancelling, ...run }: StoredRun): SyncProgress {
  const read = progressSchema.parse(JSON.parse(progress));
  return { ...read, mode: mode.parse(run.mode), startedBy, startedMs, isCancelling };
}
