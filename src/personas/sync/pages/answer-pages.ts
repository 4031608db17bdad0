import type { MessagePort } from "node:worker_threads";
import { carryError } from "../../../tavus/carried-error.ts";
import { TavusError } from "../../../tavus/errors.ts";
import { type PageLimits, PageTooLargeError } from "../../../tavus/lists/page-rows.ts";
import { type PageSettings, requestPage } from "../../../tavus/lists/persona-pages.ts";
import { type Reply, Transport } from "../../../tavus/transport.ts";
import { createHashing, type DigestOptions, digestPage } from "./digest-page.ts";
import { createTexts } from "./packed-texts.ts";
import type { FromThread, ToThread } from "./page-messages.ts";

/**
 * What the thread's heap has room for, which is 48 MB: a row takes some ten times its bytes while it is hashed. A heap that is
 * full ends the thread at best; V8 may as well abort the process with it.
 */
const limits: PageLimits = { rows: 5000, valueBytes: 1_000_000 };
/** Up to so many bytes of a page become texts there at once; pages have a tenth of it. */
const mostBytesAsTexts = 2_000_000;

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
  const digestIfSmall = (reply: Reply, onTexts?: DigestOptions["onTexts"]) => {
    try {
      return digestPage(reply, { hash, limits, onTexts });
    } catch (error) {
      if (error instanceof PageTooLargeError) return undefined;
      throw error;
    }
  };
  const asked = new Map<number, AbortController>();

  async function read({ number, key, page, withTexts }: Extract<ToThread, { kind: "read" }>): Promise<void> {
    const aborting = new AbortController();
    asked.set(number, aborting);
    try {
      const reply = await requestPage(transport, settings, { ...page, key, signal: aborting.signal });
      const { status, body } = reply;
      const texts = withTexts && body.byteLength <= mostBytesAsTexts ? createTexts() : undefined;
      const digest = digestIfSmall(reply, texts?.add);
      const packed = digest && texts?.pack();
      const handedOver = packed ? [body, packed] : [body];
      tell({ kind: "page", number, page: { status, body, digest, texts: packed } }, handedOver);
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
