import { getCompileCacheDir } from "node:module";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";
import { errorCarried } from "../../../tavus/carried-error.ts";
import { TavusError } from "../../../tavus/errors.ts";
import { listOperation, type PageSettings, type PersonasPage } from "../../../tavus/lists/persona-pages.ts";
import type { Answered } from "../../../tavus/transport.ts";
import type { FromThread, ThreadPage, ThreadStart, ToThread } from "./page-messages.ts";

/** The thread ended before it had answered, by a mistake of ours. */
export class ThreadEndedError extends Error {
  override readonly name = "ThreadEndedError";
}

/** `withTexts`: most of what the page holds will be wanted in full. */
export type ReadOptions = { withTexts: boolean };

export type PageThread = {
  /** It has started, and is quicker than reading here. */
  readonly isReady: boolean;
  /** Throws TavusError, or ThreadEndedError when there is no such thread any more. */
  read(key: string, page: PersonasPage, options: ReadOptions): Promise<ThreadPage>;
  close(): Promise<void>;
};

/** What a thread tells besides answers: of each request to Tavus, and that it has ended without being closed. */
export type ThreadEvents = { onAnswered(answered: Answered): void; onDied(cause: unknown): void };

export type StartPageThread = (settings: PageSettings, events: ThreadEvents) => PageThread;

/**
 * Its heap stays small because it may not grow: V8 lets garbage lie as long as there is room. A page's bytes are not in it, and
 * a page that is too large for it is read by whoever asked (`answer-pages.ts`).
 */
const resourceLimits = { maxOldGenerationSizeMb: 48, maxYoungGenerationSizeMb: 6 };

/**
 * What the thread does first, in JavaScript: for TypeScript that is not compiled yet Node loads a compiler of 25 MB into it.
 * What is compiled is written at once, because the thread is ended from outside, and then nothing is.
 */
const opening = `
  const { enableCompileCache, flushCompileCache } = require("node:module");
  const { file, codeFolder } = require("node:worker_threads").workerData;
  if (codeFolder) enableCompileCache(codeFolder);
  import(file).then(() => codeFolder && flushCompileCache());`;

const threadFile = new URL("./page-thread.ts", import.meta.url);

type Waiting = { resolve(page: ThreadPage): void; reject(error: Error): void };

/** Starts a thread that reads pages. Throws where none can be started. */
export const startPageThread: StartPageThread = (settings, events) =>
  startThread(threadFile, settings, events);

/** Starts one from this file. */
export function startThread(file: URL, settings: PageSettings, events: ThreadEvents): PageThread {
  const codeFolder = getCompileCacheDir();
  // Node has made a folder of its version's in the one that it was given.
  const workerData: ThreadStart = {
    file: file.href,
    settings,
    codeFolder: codeFolder && dirname(codeFolder),
  };
  const worker = new Worker(opening, { eval: true, workerData, resourceLimits, name: "account-pages" });
  const waiting = new Map<number, Waiting>();
  let count = 0;
  let isReady = false;
  let isClosed = false;
  let ended: ThreadEndedError | undefined;

  function end(cause?: unknown): void {
    if (!ended && !isClosed) events.onDied(cause);
    ended ??= new ThreadEndedError("the thread that reads an account's pages has ended", { cause });
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  }

  worker.on("message", (message: FromThread) => {
    if (message.kind === "ready") isReady = true;
    else if (message.kind === "answered") events.onAnswered(message.answered);
    else {
      const { resolve, reject } = waiting.get(message.number) ?? {};
      waiting.delete(message.number);
      if (message.kind === "page") resolve?.(message.page);
      else reject?.(errorCarried(message.error));
    }
  });
  // Without a listener it would end the process.
  worker.on("error", end);
  worker.on("messageerror", end);
  worker.on("exit", () => end());
  // After the listeners, each of which has the process wait for it. It does wait for an answer.
  worker.unref();

  return {
    get isReady() {
      return isReady && !ended;
    },
    async read(key, { signal, ...page }, { withTexts }) {
      if (signal?.aborted) {
        throw new TavusError({ kind: "timedOut", operation: listOperation, reached: "no" });
      }
      if (ended) throw ended;
      count += 1;
      const number = count;
      const tell = (message: ToThread) => worker.postMessage(message);
      const abort = () => tell({ kind: "abort", number });
      const { promise, resolve, reject } = Promise.withResolvers<ThreadPage>();
      waiting.set(number, { resolve, reject });
      worker.ref();
      signal?.addEventListener("abort", abort, { once: true });
      tell({ kind: "read", number, key, page, withTexts });
      return promise.finally(() => {
        signal?.removeEventListener("abort", abort);
        if (waiting.size === 0 && !isClosed) worker.unref();
      });
    },
    async close() {
      isClosed = true;
      if (ended) return;
      // Not `once` of node:events, which rejects where it has failed a moment before.
      const exited = new Promise((resolve) => worker.once("exit", resolve));
      await Promise.all([worker.terminate(), exited]);
    },
  };
}
