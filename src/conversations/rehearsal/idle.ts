import type { ConversationRecord } from "../../database/conversation/conversation-record.ts";

const minute = 60_000;
/** Nobody says anything for so long: it ends, since it costs like a call. */
const idleMs = 10 * minute;
/** Nobody comes or goes, so that it is looked at seldom. */
const lookMs = minute;

type Timed = Pick<ConversationRecord, "mode" | "saidMs" | "madeMs" | "openedMs">;

function idleAt({ saidMs, madeMs, openedMs }: Timed): number {
  return (saidMs ?? madeMs ?? openedMs) + idleMs;
}

/** Whether it is a rehearsal in which nothing was said for too long. */
export function isIdle(room: Timed, nowMs: number): boolean {
  return room.mode === "chat" && nowMs >= idleAt(room);
}

/** When a rehearsal is looked at next: not much after it has become idle, or its time is up at `lastMs`. */
export function nextRehearsalLook(room: Timed, { nowMs, lastMs }: { nowMs: number; lastMs: number }): number {
  const ends = [idleAt(room), lastMs].filter((ms) => ms > nowMs);
  return Math.min(nowMs + lookMs, ...ends);
}
