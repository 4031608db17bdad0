import { z } from "zod";
import { isRecord, redactRow } from "./redact.ts";
import { readMember } from "./vocabulary.ts";

/** A persona as Tavus returns it. Only the id is sure to be there; anything else may be missing or null. */
export type TavusPersona = {
  id: string;
  /** Empty when Tavus has none. */
  name: string;
  /** Empty when Tavus has none. */
  systemPrompt: string;
  replicaId?: string | undefined;
  model?: string | undefined;
  context?: string | undefined;
  tts?: TavusVoice | undefined;
  /** The date as Tavus wrote it; `parseTavusDate` reads it. */
  createdAt?: string | undefined;
};

/** A persona with its whole row, without the secrets its layers may hold. */
export type WholePersona = TavusPersona & { raw: Record<string, unknown> };

export type TavusVoice = {
  engine?: string | undefined;
  speed?: number | undefined;
  emotion?: string[] | undefined;
};

export type TavusReplica = {
  id: string;
  /** Empty when Tavus has none. */
  name: string;
  /** `completed` means it can be used; `started` and `error` are the others known. */
  status?: string | undefined;
  /** `system` is Tavus's own stock. */
  type?: "user" | "system" | undefined;
  thumbnailUrl?: string | undefined;
};

/** A value we can do without: null, or a kind of value we do not know, counts as missing. */
function spare<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().catch(undefined);
}

const layersSchema = z.object({
  llm: spare(z.object({ model: spare(z.string()) })),
  tts: spare(
    z.object({
      tts_engine: spare(z.string()),
      voice_settings: spare(z.object({ speed: spare(z.number()), emotion: spare(z.array(z.string())) })),
    }),
  ),
});

const personaFields = z.object({
  id: z.string().min(1),
  name: z.string().catch(""),
  systemPrompt: z.string().catch(""),
  replicaId: spare(z.string().min(1)),
  context: spare(z.string()),
  createdAt: spare(z.string()),
  layers: spare(layersSchema),
});

/** A persona's row in either vocabulary. Fails only on a row without an id. */
export const personaSchema = z
  .preprocess(renamePersona, personaFields)
  .transform(({ layers, ...persona }): TavusPersona => {
    return { ...persona, model: layers?.llm?.model, tts: readVoice(layers?.tts) };
  });

/** The same with its whole row: for one persona, since it is a copy of everything. */
export const wholePersonaSchema = z
  .unknown()
  .transform((row) => ({ row, raw: isRecord(row) ? redactRow(row) : {} }))
  .pipe(z.object({ row: personaSchema, raw: z.record(z.string(), z.unknown()) }))
  .transform(({ row, raw }): WholePersona => ({ ...row, raw }));

function renamePersona(row: unknown): unknown {
  if (!isRecord(row)) return row;
  return {
    id: readMember(row, "personaId"),
    name: readMember(row, "personaName"),
    systemPrompt: row.system_prompt,
    replicaId: readMember(row, "defaultReplicaId"),
    context: row.context,
    createdAt: row.created_at,
    layers: row.layers,
  };
}

type WireVoice = NonNullable<z.infer<typeof layersSchema>["tts"]>;

function readVoice(tts: WireVoice | undefined): TavusVoice | undefined {
  return tts && { engine: tts.tts_engine, ...tts.voice_settings };
}

const replicaFields = z.object({
  id: z.string().min(1),
  name: z.string().catch(""),
  status: spare(z.string()),
  type: spare(z.enum(["user", "system"])),
  thumbnailUrl: spare(z.string().min(1)),
});

/** A replica's row in either vocabulary. Fails only on a row without an id. */
export const replicaSchema = z
  .preprocess(renameReplica, replicaFields)
  .transform((replica): TavusReplica => replica);

function renameReplica(row: unknown): unknown {
  if (!isRecord(row)) return row;
  return {
    id: readMember(row, "replicaId"),
    name: readMember(row, "replicaName"),
    status: row.status,
    type: readMember(row, "replicaType"),
    thumbnailUrl: row.thumbnail_video_url,
  };
}

/**
 * One object, bare or as the first row of `{data: […]}`: get persona documents the list envelope, and Tavus's
 * own sample reads a bare object.
 */
export function oneSchema<Row extends z.ZodType>(row: Row) {
  return z.preprocess(unwrap, row);
}

function unwrap(reply: unknown): unknown {
  return isRecord(reply) && Array.isArray(reply.data) ? reply.data[0] : reply;
}

/** `{data: […], total_count}`. A reply without `data` fails: it must never be taken for an empty account. */
export function listSchema<Row extends z.ZodType>(row: Row) {
  return z
    .object({ data: z.array(row), total_count: spare(z.int().nonnegative()) })
    .transform((list) => ({ rows: list.data, totalCount: list.total_count }));
}

/** What create answers: the new id, under either name. */
export const createdSchema = oneSchema(
  z.preprocess(
    (row) => (isRecord(row) ? { id: readMember(row, "personaId") } : row),
    z.object({ id: z.string().min(1) }),
  ),
);

// Made once: zod compiles each schema object at its first use.
export const onePersonaSchema = oneSchema(wholePersonaSchema);
export const personaListSchema = listSchema(personaSchema);
export const replicaListSchema = listSchema(replicaSchema);
