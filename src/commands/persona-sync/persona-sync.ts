import { type Context, definePlainCommand, type Outcome } from "../../chat/command.ts";
import type { Reply } from "../../chat/reply.ts";
import type { SyncMode, SyncRequest, SyncSummary } from "../../personas/sync/sync-verbs.ts";
import type { Cause } from "../../warnings/causes.ts";
import { keyHelpFor, withKeyHelp } from "../reply/key-help.ts";
import type { Services } from "../services.ts";
import { keepAllButtons } from "./keep-all.ts";
import { progressReply } from "./progress-reply.ts";
import { runCounted } from "./sync-counted.ts";
import { confirmedPreview, doneStaysDone, summaryReply } from "./sync-reply.ts";

const options = {
  mode: {
    kind: "choice",
    early: true,
    label: "Mode",
    hint: "Preview shows what would happen and changes nothing",
    initial: "run",
    choices: [
      { value: "run", label: "Run: bring both sides in step" },
      { value: "preview", label: "Preview: only show what would happen" },
    ],
  },
} as const;

/** Brings the team's personas and its Tavus account in step, and reports what differs. */
export const personaSync = definePlainCommand<Services, typeof options>({
  name: "persona-sync",
  summary: "Bring your personas and Tavus in step",
  access: "manager",
  options,
  buttons: {
    "sync-run": {
      access: "manager",
      run: async (state, context) => ({
        kind: "reply",
        reply: await syncNow(requestOf(state, context), context),
      }),
    },
    "sync-cancel": {
      access: "manager",
      run: async (_state, context) => {
        const { services, member } = context;
        const isCancelled = await services.personas.cancelSync(member.tenantId);
        if (isCancelled) services.audit.record(context, { action: "sync-cancel" });
        return { kind: "reply", reply: isCancelled ? cancelledReply : nothingRunsReply };
      },
    },
    ...keepAllButtons,
  },

  run: ({ mode }, context) => syncNow(requestOf(mode === "preview" ? "preview" : "apply", context), context),
});

/** What a button carries: the mode, and whether somebody has said yes to most personas being gone. */
function requestOf(state: string, { member, interactionId }: Context<Services>): SyncRequest {
  const isConfirmed = state === "confirmed" || state === confirmedPreview;
  const mode: SyncMode = state === "preview" || state === confirmedPreview ? "preview" : "apply";
  return {
    tenantId: member.tenantId,
    startedBy: member.userId,
    mode,
    interactionId,
    isAnsweredHere: true,
    ...(isConfirmed ? { isMassMissingConfirmed: true } : {}),
  };
}

async function syncNow(request: SyncRequest, context: Context<Services>): Promise<Outcome> {
  const { progress } = context;
  const { result, leftNote } = await runCounted(request, context, (now) => void progress(progressReply(now)));
  if (result.state === "running") {
    return { ...progressReply(result.progress), title: "A sync is running already", tone: "neutral" };
  }
  const help = await keyHelpFor(causeOfStop(result.summary), context);
  const reply = withKeyHelp(summaryReply(result.summary), help);
  const told = leftNote ? { ...reply, notes: [...(reply.notes ?? []), leftNote] } : reply;
  const { letGo } = result;
  return letGo ? { ...told, delivered: letGo, undelivered: letGo } : told;
}

function causeOfStop({ stoppedBecause: stop }: SyncSummary): Cause | undefined {
  if (stop?.kind === "noKey") return stop.isLocked ? "lockedKey" : "noKey";
  return stop?.kind === "tavus" ? stop.cause : undefined;
}

const cancelledReply: Reply = {
  tone: "neutral",
  title: "The sync stops after its present step",
  text: doneStaysDone,
};

const nothingRunsReply: Reply = {
  tone: "neutral",
  title: "No sync is running",
  text: "There is nothing to cancel.",
};
