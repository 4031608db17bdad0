import type { z } from "zod";
import { TavusError } from "./errors.ts";
import { parseJson } from "./json.ts";
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
