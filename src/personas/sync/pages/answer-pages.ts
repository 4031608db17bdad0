import type { MessagePort } from "node:worker_threads";
import { carryError } from "../../../tavus/carried-error.ts";
import { TavusError } from "../../../tavus/errors.ts";
import { type PageSettings, requestPage } from "../../../tavus/lists/persona-pages.ts";
import { Transport } from "../../../tavus/transport.ts";
import { createHashing, digestPage } from "./digest-page.ts";
import type { FromThread, ToThread } from "./page-messages.ts";

/**
 * Answers questions for pages of an account, in a thread of its own: there the answers are parsed and hashed, and become
 * garbage. What is no TavusError ends the thread, which whoever asked sees.
 */
export function answerPages(port: MessagePort, settings: PageSettings): void {
  const tell = (message: FromThread, handedOver: ArrayBuffer[] = []) => port.postMessage(message, handedOver);
  const transport = new Transport(settings.apiUrl, {
    longestReplyBytes: settings.longestReplyBytes,
    onAnswered: (answered) => tell({ kind: "answered", answered }),
  });
  const hash = createHashing();
  const asked = new Map<number, AbortController>();

  async function read({ number, key, page }: Extract<ToThread, { kind: "read" }>): Promise<void> {
    const aborting = new AbortController();
    asked.set(number, aborting);
    try {
      const reply = await requestPage(transport, settings, { ...page, key, signal: aborting.signal });
      const digest = digestPage(reply, hash);
      tell({ kind: "page", number, digest, body: reply.body }, [reply.body]);
    } catch (error) {
      if (!(error instanceof TavusError)) throw error;
      tell({ kind: "failed", number, error: carryError(error) });
    } finally {
      asked.delete(number);
    }
  }

  port.on("message", (message: ToThread) => {
    if (message.kind === "read") void read(message);
    else asked.get(message.number)?.abort();
  });
  tell({ kind: "ready" });
}
