import { z } from "zod";
import type { ListedPage } from "./lists/list-reading.ts";
import { type Pointer, valueAt } from "./pointer.ts";
import { isRecord } from "./redact.ts";
import { readMember } from "./vocabulary.ts";

/** A persona as Tavus returns it. Only the id is sure to be there; anything else may be missing or null. */
export type TavusPersona = {
  id: string;
  /** The date as Tavus wrote it; `parseTavusDate` reads it. */
  createdAt?: string | undefined;
  /**
   * What it holds at a place; the secrets in it are redacted. It reads from the row as it came, which lives as long as this.
   */
  at(pointer: Pointer): unknown;
};

/** A value we can do without: null, or a kind of value we do not know, counts as missing. */
export function spare<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().catch(undefined);
}

/** Longer than any id known (12 characters, or a UUID); ids are remembered while a list is read. */
export const id = z.string().min(1).max(200);

const personaFields = z.object({
  id,
  createdAt: spare(z.string()),
  row: z.custom<Record<string, unknown>>(isRecord),
});

/** A persona's row in either vocabulary. Fails only on a row without an id. */
export const personaSchema = z
  .preprocess(findPersona, personaFields)
  .transform(({ row, ...persona }): TavusPersona => {
    return { ...persona, at: (pointer) => valueAt(row, pointer) };
  });

function findPersona(row: unknown): unknown {
  return isRecord(row) ? { id: readMember(row, "personaId"), createdAt: row.created_at, row } : row;
}

/** One object, bare or as the first row of `{data: […]}`: Tavus answers either way, by what is asked and by its samples. */
export function oneSchema<Row extends z.ZodType>(row: Row) {
  return z.preprocess(unwrap, row);
}

function unwrap(reply: unknown): unknown {
  return isRecord(reply) && Array.isArray(reply.data) ? reply.data[0] : reply;
}

/**
 * `{data: […], total_count}`. A reply without `data` fails: it must never be taken for an empty account. A row that cannot be
 * read is counted and left out.
 */
export function listSchema<Row extends z.ZodType>(row: Row) {
  return z
    .object({ data: z.array(z.unknown()), total_count: spare(z.int().nonnegative()) })
    .transform((list): ListedPage<z.output<Row>> => {
      const rows = list.data.flatMap((one) => row.safeParse(one).data ?? []);
      return { rows, unreadable: list.data.length - rows.length, totalCount: list.total_count };
    });
}

/** What create answers: the new id, under either name. */
export const createdSchema = oneSchema(
  z.preprocess(
    (row) => (isRecord(row) ? { id: readMember(row, "personaId") } : row),
    z.object({ id: z.string().min(1) }),
  ),
);

/** Made once: zod compiles each schema object at its first use. */
export const personaListSchema = listSchema(personaSchema);
