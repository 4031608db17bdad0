import type { Journal } from "./journal.ts";

type Patience = { readonly timeoutMs: number; readonly what: string };

/**
 * Waits until `find` finds something, looking again after every step on the wire.
 * Rejects when `timeoutMs` have passed.
 */
export function until<T>(journal: Journal, find: () => T | undefined, patience: Patience): Promise<T> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = find();
      if (found === undefined) return false;
      stop();
      resolve(found);
      return true;
    };
    // A step is recorded before its work is done, so look once the work is.
    const forget = journal.listen(() => void setImmediate(look));
    const timer = setTimeout(() => {
      if (look()) return;
      stop();
      reject(new Error(`waited ${patience.timeoutMs} ms in vain for ${patience.what}`));
    }, patience.timeoutMs);
    const stop = () => {
      clearTimeout(timer);
      forget();
    };
    look();
  });
}
