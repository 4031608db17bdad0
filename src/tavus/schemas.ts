import { z } from "zod";
import type { ListedPage } from "./lists/list-reading.ts";
import { longestId, readPersonaRow } from "./persona-row.ts";
import { isRecord } from "./redact.ts";
import { readMember } from "./vocabulary.ts";

export type { TavusPersona } from "./persona-row.ts";

/** A value we can do without: null, or a kind of value we do not know, counts as missing. */
export function spare<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().catch(undefined);
}

/** An id, as any object of Tavus has one. */
export const id = z.string().min(1).max(longestId);

/** A persona's row in either vocabulary. Fails only on a row without an id. */
export const personaSchema = z.unknown().transform((row, context) => {
  const persona = readPersonaRow(row);
  if (persona) return persona;
  context.addIssue("a persona without an id");
  return z.NEVER;
});

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
