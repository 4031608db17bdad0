import { TavusError } from "./errors.ts";
import { isWhole, type ListOutcome } from "./lists/list-reading.ts";
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

/** Statuses that say that something is not there, whoever answers. */
const absent: readonly (number | undefined)[] = [404, 410];

/** Whether an answer may mean that the object it is about is not there, proven or not. */
export function mayMeanGone({ kind, status }: TavusError): boolean {
  return kind === "notFound" || absent.includes(status);
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

/** Every object of one kind in the account. */
export type ReadList = (onRows: (rows: readonly { id: string }[]) => void) => Promise<ListOutcome>;

/**
 * An answer that does not say what is missing is Tavus's word only if no complete reading of the account shows the object.
 * Without `readList` somebody has made that reading. Rejects always.
 */
export async function proveGone(error: unknown, id: string, readList: ReadList | undefined): Promise<never> {
  if (!(error instanceof TavusError) || error.kind === "notFound" || !mayMeanGone(error)) throw error;
  if (readList && (await isListed(id, readList)) !== false) throw error;
  const { operation, status = 0, words } = error;
  throw new TavusError({ kind: "notFound", operation, status, words, reached: "maybe", cause: error });
}

/** Whether it is among them; undefined: it was not seen, and not all could be. Rejects with TavusError. */
export async function isListed(id: string, readList: ReadList): Promise<boolean | undefined> {
  let isThere = false;
  const list = await readList((rows) => {
    isThere ||= rows.some((row) => row.id === id);
  });
  if (isThere) return true;
  return isWhole(list) ? false : undefined;
}

/** False also where that could not be asked. */
async function isGone(read: ReadOne): Promise<boolean> {
  const failure = await read().then(
    () => undefined,
    (error: unknown) => error,
  );
  return failure instanceof TavusError && failure.kind === "notFound";
}
