import { z } from "zod";
import { httpUrl } from "../text/http-url.ts";
import { objectIn } from "./answers/object-in.ts";
import { readStatus } from "./answers/status-words.ts";
import type { ListedPage } from "./lists/list-reading.ts";
import { isId, readPersonaRow } from "./persona-row.ts";
import { isRecord } from "./redact.ts";
import { readMember } from "./vocabulary.ts";

export type { TavusPersona } from "./persona-row.ts";

/** A value we can do without: null, or a kind of value we do not know, counts as missing. */
export function spare<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().catch(undefined);
}

/** An id, as any object of Tavus has one. What cannot be one names nothing, so that nobody knows what was made. */
export const id = z.string().refine(isId);

export const spareText = spare(z.string().min(1));

/** How far something is, in lower case: `answers/status-words.ts` says what the words mean. */
export const spareStatus = z.unknown().optional().transform(readStatus);

/** One that is longer leads nowhere, in no message. */
export const longestAddress = 2000;

/** Where people may go. */
export const spareAddress = spare(
  z
    .string()
    .max(longestAddress)
    .refine((text) => httpUrl(text) !== undefined),
);

/** A count, also where it is written out; anything else is not said. */
export const spareCount = spare(z.preprocess(numberIn, z.int().nonnegative()));

function numberIn(said: unknown): unknown {
  return typeof said === "string" && /^\s*\d{1,15}(\.0*)?\s*$/.test(said) ? Number(said) : said;
}

/** Yes or no, also where it is written out; anything else is not said. */
export const spareFlag = spare(z.preprocess(flagIn, z.boolean()));

function flagIn(said: unknown): unknown {
  const word = String(said).trim().toLowerCase();
  if (word === "true" || word === "1") return true;
  return word === "false" || word === "0" ? false : undefined;
}

/** A persona's row in either vocabulary. Fails only on a row without an id. */
export const personaSchema = z.unknown().transform((row, context) => {
  const persona = readPersonaRow(row);
  if (persona) return persona;
  context.addIssue("a persona without an id");
  return z.NEVER;
});

/** One object, in whichever way Tavus answers with one. */
export function oneSchema<Row extends z.ZodType>(row: Row) {
  return z.preprocess(objectIn, row);
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
  z.preprocess((row) => (isRecord(row) ? { id: readMember(row, "personaId") } : row), z.object({ id })),
);

/** Made once: zod compiles each schema object at its first use. */
export const personaListSchema = listSchema(personaSchema);
