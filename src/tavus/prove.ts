import { TavusError } from "./errors.ts";
import { isWhole, type ListOutcome } from "./lists/list-reading.ts";
import type { TavusPersona } from "./schemas.ts";
import type { Reply } from "./transport.ts";

/** Rejects with `notFound` where it is gone. */
type ReadOne = () => Promise<unknown>;

/**
 * What a refused write means, for it proves no absence: a persona that is not this account's to change is refused in the same
 * words. So it is read. Rejects always: with `forbidden` when it stands there, with `notFound` when it is really gone.
 */
export async function explainRefusal(error: unknown, read: ReadOne): Promise<never> {
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

/** How a deletion ended well. `goneNow`: its answer was lost or made no sense, and a reading showed that it is not there. */
export type Removal = "deleted" | "alreadyGone" | "goneNow";

/**
 * Sends a deletion and believes what is certain: the status that is documented for it, `success`, and what else says yes once
 * it is seen. Rejects as the deletion does, with `forbidden` where it stands there refused.
 */
export async function confirmRemoval(
  send: () => Promise<Reply>,
  read: ReadOne,
  { operation, success }: { operation: string; success: number },
): Promise<Removal> {
  try {
    const { status } = await send();
    if (status === success || (await isGone(read))) return "deleted";
    throw new TavusError({ kind: "notApplied", operation, status, reached: "maybe" });
  } catch (error) {
    if (error instanceof TavusError && isUnclear(error) && (await isGone(read))) return "goneNow";
    return explainRefusal(error, read).catch(goneOrThrow);
  }
}

function goneOrThrow(error: unknown): Removal {
  if (error instanceof TavusError && error.kind === "notFound") return "alreadyGone";
  throw error;
}

/**
 * A 404 that does not say what is missing is Tavus's word only if no complete reading of the account shows the persona. Without
 * `readList` somebody has made that reading. Rejects always.
 */
export async function prove404(
  error: unknown,
  id: string,
  readList: ((onRows: (rows: TavusPersona[]) => void) => Promise<ListOutcome>) | undefined,
): Promise<never> {
  if (!(error instanceof TavusError) || error.kind === "notFound" || error.status !== 404) throw error;
  let isListed = false;
  const list = await readList?.((rows) => {
    isListed ||= rows.some((row) => row.id === id);
  });
  if (isListed || (list && !isWhole(list))) throw error;
  const { operation, status, words } = error;
  throw new TavusError({ kind: "notFound", operation, status, words, reached: "maybe", cause: error });
}

/** False also where that could not be asked. */
async function isGone(read: ReadOne): Promise<boolean> {
  const failure = await read().then(
    () => undefined,
    (error: unknown) => error,
  );
  return failure instanceof TavusError && failure.kind === "notFound";
}
