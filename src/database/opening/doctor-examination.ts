import type { ClockReading, Finding } from "../../finding.ts";
import type { SealedText } from "../sealed/tally.ts";

/** What teams have stored, as far as an examination needs it. */
export type StoredSettings = { tenantId: string; channelId: string | null; sealedKey: string | null };

/** What goes on in Tavus, of all teams. */
export type UnderWay = { rooms: number; videos: number };

export type DatabaseExamination = {
  findings: Finding[];
  clock?: ClockReading | undefined;
  /** The settings of the teams that the bot is with; undefined when they cannot be read. */
  settings?: StoredSettings[] | undefined;
  /** Every sealed text; undefined when they cannot be read. */
  sealed?: SealedText[] | undefined;
  /** The team that the operator's Tavus key is noted for. */
  notedGuild?: string | undefined;
  /** Rooms that have not ended and videos that are not ready; undefined when that cannot be read. */
  underWay?: UnderWay | undefined;
  /** How many records are linked to what is another team's in Tavus; undefined when that cannot be read. */
  trespasses?: number | undefined;
};
