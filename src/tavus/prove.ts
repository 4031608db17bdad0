import { hasTakenHold } from "./confirm-patch.ts";
import { TavusError } from "./errors.ts";
import { parseJson } from "./json.ts";
import type { JsonPatchOperation } from "./persona-body.ts";
import { pointerTo } from "./pointer.ts";
import { isRecord } from "./redact.ts";
import { personaSchema, type TavusPersona } from "./schemas.ts";
import { type Reply, textOf } from "./transport.ts";

type ReadPersona = () => Promise<TavusPersona>;

/**
 * What a refused write means, for it proves no absence: a persona that is not this account's to change is refused in the same
 * words. So it is read. Rejects always: with `forbidden` when it stands there, with `notFound` when it is really gone.
 */
export async function explainRefusal(error: unknown, read: ReadPersona): Promise<never> {
  if (!(error instanceof TavusError) || error.reached === "no" || !mayMeanGone(error)) throw error;
  await read();
  const { operation, status = 0, words } = error;
  throw new TavusError({ kind: "forbidden", operation, status, words, reached: "maybe", cause: error });
}

function mayMeanGone({ kind, status }: TavusError): boolean {
  return kind === "notFound" || status === 404;
}

/** Whether the request may have been carried out although its answer does not say so. */
export function isUnclear({ kind, reached, status = 500 }: TavusError): boolean {
  const kinds = ["unavailable", "timedOut", "unexpectedReply", "notApplied"];
  // An error with the status of a success says nothing of what was done.
  return reached === "maybe" && (kinds.includes(kind) || status < 300);
}

/** False also where that could not be asked. */
export async function isGone(read: ReadPersona): Promise<boolean> {
  const failure = await read().then(
    () => undefined,
    (error: unknown) => error,
  );
  return failure instanceof TavusError && failure.kind === "notFound";
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

export type SentPatch = { id: string; operations: readonly JsonPatchOperation[]; before: TavusPersona };

/**
 * Believes the answer to a patch once it, or one reading, shows that it has taken hold. Throws `notApplied` where it has not,
 * `unexpectedReply` where the answer is about another persona.
 */
export async function confirmPatch(
  reply: Reply,
  { id, operations, before }: SentPatch,
  read: ReadPersona,
): Promise<void> {
  const answered = personasIn(reply);
  const after = answered.length > 0 ? readPersona(operation, reply, id) : undefined;
  const isWhole = after && operations.every(({ path }) => after.at(pointerTo(path)) !== undefined);
  if (hasTakenHold(operations, { before, after: isWhole ? after : await read() })) return;
  throw new TavusError({ kind: "notApplied", operation, status: reply.status, reached: "maybe" });
}

const operation = "patch persona";
