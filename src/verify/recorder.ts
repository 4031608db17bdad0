import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Exchange } from "./exchange.ts";

export type Recorder = {
  /** Why nothing can be kept there; undefined: it can. */
  prepare(): Promise<string | undefined>;
  /** Never rejects: what was made in Tavus is to be taken away all the same. */
  record(exchange: Exchange): Promise<void>;
  /** Why not everything was kept; undefined: it was. */
  failure(): string | undefined;
};

/** Keeps each exchange as a file of its own, for the eyes of its owner; without a folder none. */
export function createRecorder(folder: string | undefined): Recorder {
  if (folder === undefined)
    return { prepare: async () => undefined, record: async () => undefined, failure: () => undefined };
  let count = 0;
  let failure: string | undefined;
  const trying = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: NodeJS.ErrnoException) => {
        failure ??= `${folder} cannot be written (${error.code ?? error.name}).`;
        return failure;
      },
    );
  return {
    prepare: () => trying(mkdir(folder, { recursive: true, mode: 0o700 })),
    async record(exchange) {
      count += 1;
      const name = `${String(count).padStart(2, "0")}-${exchange.what.replace(/\W+/g, "-")}.json`;
      const text = `${JSON.stringify(exchange, undefined, 2)}\n`;
      await trying(writeFile(join(folder, name), text, { mode: 0o600 }));
    },
    failure: () => failure,
  };
}
