import type { z } from "zod";
import { TavusError } from "./errors.ts";
import { parseJson } from "./json.ts";
import { isRecord } from "./redact.ts";
import { personaSchema, type TavusPersona } from "./schemas.ts";
import { type Reply, textOf } from "./transport.ts";

/** The parsed body of a success. Throws `unexpectedReply` if it is no JSON or lacks what we cannot do without. */
export function readReply<Schema extends z.ZodType>(
  operation: string,
  { status, body }: Reply,
  schema: Schema,
): z.infer<Schema> {
  const { success, data, error } = schema.safeParse(parseJson(textOf(body)));
  if (success) return data;
  throw new TavusError({ kind: "unexpectedReply", operation, status, reached: "maybe", cause: error });
}

/** The persona that was asked for, bare or among the rows of an envelope. Throws `unexpectedReply` also for another one. */
export function readPersona(operation: string, reply: Reply, id: string): TavusPersona {
  const persona = personasIn(reply).find((one) => one.id === id);
  if (persona) return persona;
  throw new TavusError({ kind: "unexpectedReply", operation, status: reply.status, reached: "maybe" });
}

function personasIn({ body }: Reply): TavusPersona[] {
  const parsed = parseJson(textOf(body));
  const inside = isRecord(parsed) && isRecord(parsed.data) ? parsed.data : parsed;
  const rows: unknown[] = Array.isArray(inside) ? inside : [inside];
  return rows.flatMap((row) => {
    const { data } = personaSchema.safeParse(row);
    return data ? [data] : [];
  });
}
