import { ageBetween } from "../../chat/age.ts";

/** Milliseconds since a button was pressed, by its `action_ts` in seconds; 0 without one. */
export function ageOfPressMs(actionTs: string | undefined, nowMs: number): number {
  return ageBetween(Number(actionTs) * 1000, nowMs);
}
