import type { Reply } from "../../chat/reply.ts";
import type { SyncPhase, SyncProgress } from "../../personas/sync/sync-verbs.ts";

const phases: { [phase in SyncPhase]: string } = {
  checkingAccount: "Checking which account the key belongs to",
  reading: "Reading the personas in Tavus",
  linking: "Linking what belongs together",
  checkingMissing: "Asking Tavus for those it did not list",
  creating: "Creating in Tavus what is only here",
};

const barLength = 20;

/** How far a run is, with a button that ends it. */
export function progressReply({ phase, done, total, mode, isCancelling }: SyncProgress): Reply {
  const count = total === undefined ? `${done}` : `${done} of ${total}`;
  return {
    tone: "working",
    title: mode === "preview" ? "Checking what a sync would do…" : "Bringing both sides in step…",
    text: [
      `${phases[phase]}: ${count}`,
      bar(done, total),
      ...(isCancelling ? ["Stopping after this step."] : []),
    ].join("\n"),
    ...(isCancelling ? {} : { buttons: [{ label: "Cancel", action: "sync-cancel", state: "-" }] }),
  };
}

function bar(done: number, total: number | undefined): string {
  const filled = total ? Math.min(barLength, Math.round((done / total) * barLength)) : 0;
  return "█".repeat(filled) + "░".repeat(barLength - filled);
}
