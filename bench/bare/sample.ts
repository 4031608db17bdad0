import { readFileSync } from "node:fs";
import type { DraftRow } from "../../src/database/team/team-rows.ts";
import type { SavedPersona } from "./database.ts";

/**
 * What our bot sent and stored in answer to the first form. The bare programs send and store the same, so that both
 * sides do the same outside work whatever the form looks like today.
 */
export type Sample<Modal, Message> = {
  modal: Modal;
  message: Message;
  draft: DraftRow;
  saved: SavedPersona;
  tavusBody: Record<string, unknown>;
};

export function readSample<Modal, Message>(): Sample<Modal, Message> {
  return JSON.parse(readFileSync(process.env.BENCH_SAMPLE ?? "", "utf8"));
}
