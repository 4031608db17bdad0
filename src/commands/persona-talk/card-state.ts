import type { ConversationMode } from "../../conversations/conversation.ts";

/** What the Join button of a card carries: the persona, when the card was written, and whether it is a test. */
export type CardState = { personaId: string; writtenMs: number; mode: ConversationMode };

const testMark = "t";

/** Seconds in base 36, so that it is short. */
export function writeCardState({ personaId, writtenMs, mode }: CardState): string {
  const at = Math.floor(writtenMs / 1000).toString(36);
  return [personaId, at, ...(mode === "test" ? [testMark] : [])].join(".");
}

/** What cannot be read counts as written long ago. */
export function readCardState(state: string): CardState {
  const [personaId = "", at = "", mark] = state.split(".");
  const seconds = Number.parseInt(at, 36);
  const writtenMs = Number.isFinite(seconds) ? seconds * 1000 : 0;
  return { personaId, writtenMs, mode: mark === testMark ? "test" : "video" };
}
