import { z } from "zod";
import { wholeStart } from "../../cut-text.ts";
import { firstSaid } from "../answers/first-said.ts";
import { readStatus } from "../answers/status-words.ts";
import { isRecord } from "../redact.ts";
import { id, listSchema, oneSchema, spare, spareAddress } from "../schemas.ts";
import { readMember } from "../vocabulary.ts";

/** A face and voice. Only the id is sure to be there. */
export type TavusReplica = {
  id: string;
  /** Empty when Tavus has none. */
  name: string;
  /** `completed` means it can be used; `started` and `error` are the others known. */
  status?: string | undefined;
  /** How far its training is, such as `37/100`. */
  progress?: string | undefined;
  /** `system` is Tavus's own stock. */
  type?: "user" | "system" | undefined;
  /** Such as `phoenix-4`. */
  model?: string | undefined;
  /** A short video of it, an mp4. */
  videoUrl?: string | undefined;
  /** A still picture of it, which Tavus does not promise. */
  stillUrl?: string | undefined;
  /** Why its training failed, in Tavus's words; only the reading of one replica says so. */
  error?: string | undefined;
};

/** A voice of its own list. */
export type TavusVoice = {
  id: string;
  /** Empty when Tavus has none. */
  name: string;
  /** `completed` means it can be used; absent in rows of the stock. */
  status?: string | undefined;
  language?: string | undefined;
  /** A sample to listen to, where Tavus gives one. */
  sampleUrl?: string | undefined;
};

/** So much of a name or of Tavus's words is kept of each row: an account may hold thousands. */
const longestKept = 300;

const words = z.string().transform(cutAndDetached);
const name = words.catch("");

/** A copy: the part of a string keeps all of it in memory. */
function cutAndDetached(text: string): string {
  return text.length > longestKept
    ? Buffer.from(wholeStart(text, longestKept)).toString()
    : text.toWellFormed();
}

const replicaFields = z.object({
  id,
  name,
  status: spare(words),
  progress: spare(words.pipe(z.string().regex(/^\d{1,6}\/\d{1,6}$/))),
  type: spare(z.preprocess(readStatus, z.enum(["user", "system"]))),
  model: spare(words.pipe(z.string().min(1))),
  videoUrl: spareAddress,
  stillUrl: spareAddress,
  error: spare(words.pipe(z.string().min(1))),
});

/** A replica's row in either vocabulary. Fails only on a row without an id. */
export const replicaSchema = z
  .preprocess(renameReplica, replicaFields)
  .transform((replica): TavusReplica => replica);

function renameReplica(row: unknown): unknown {
  if (!isRecord(row)) return row;
  const pictures = [row.thumbnail_image_url, row.thumbnail_video_url];
  return {
    id: readMember(row, "replicaId"),
    name: readMember(row, "replicaName"),
    status: row.status,
    progress: row.training_progress,
    type: readMember(row, "replicaType"),
    model: row.model_name,
    videoUrl: isStill(row.thumbnail_video_url) ? undefined : row.thumbnail_video_url,
    stillUrl: pictures.find(isStill),
    error: firstSaid(row.error_message, row.status_details, row.error_details, row.error),
  };
}

/** By its ending: platforms show nothing else as a picture. */
function isStill(address: unknown): boolean {
  return typeof address === "string" && /\.(png|jpe?g|gif|webp)$/i.test(URL.parse(address)?.pathname ?? "");
}

const voiceFields = z.object({
  id,
  name,
  status: spare(words),
  language: spare(words),
  sampleUrl: spareAddress,
});

/** A voice's row. Fails only on a row without an id, as those of the stock were seen in October 2026. */
export const voiceSchema = z.preprocess(renameVoice, voiceFields).transform((voice): TavusVoice => voice);

function renameVoice(row: unknown): unknown {
  if (!isRecord(row)) return row;
  const { voice_id, voice_name, status, language } = row;
  return { id: voice_id, name: voice_name, status, language, sampleUrl: sampleIn(row) };
}

/** What the member for a sample is called is not documented, so any that says so will do. */
function sampleIn(row: Record<string, unknown>): unknown {
  const member = Object.keys(row).find(
    (key) => /preview|sample/.test(key) && spareAddress.parse(row[key]) !== undefined,
  );
  return member === undefined ? undefined : row[member];
}

export const replicaListSchema = listSchema(replicaSchema);
export const oneReplicaSchema = oneSchema(replicaSchema);
export const voiceListSchema = listSchema(voiceSchema);
