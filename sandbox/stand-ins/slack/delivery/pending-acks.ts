import { z } from "zod";
import type { Journal } from "../journal.ts";
import { jsonObject, parseJson } from "../json.ts";
import type { Reply } from "./transport.ts";

const ackMessage = z.object({ envelope_id: z.string(), payload: jsonObject.optional() });

type Waiting = { readonly id: string; readonly settle: (reply: Reply) => void };

/** Envelopes sent over sockets and not acknowledged yet. The same id may be out twice. */
export type PendingAcks = {
  /** The acknowledgement of this envelope, or a failure once `signal` says that time is up. */
  wait(id: string, signal: AbortSignal): Promise<Reply>;
  /** Takes in what a socket received. */
  read(text: string): void;
};

export function createPendingAcks(journal: Journal): PendingAcks {
  const waiting = new Set<Waiting>();
  const settle = (entry: Waiting, reply: Reply) => {
    waiting.delete(entry);
    entry.settle(reply);
  };
  return {
    wait: (id, signal) =>
      new Promise((resolve) => {
        const entry = { id, settle: resolve };
        waiting.add(entry);
        const giveUp = () => settle(entry, { outcome: "failed", reason: "no answer in time" });
        signal.addEventListener("abort", giveUp);
      }),
    read(text) {
      const message = ackMessage.safeParse(parseJson(text));
      if (!message.success) {
        journal.blame("socket", "not an acknowledgement", text);
        return;
      }
      const { envelope_id: id, payload = {} } = message.data;
      journal.record("bot", "ack", { envelope_id: id, payload });
      const first = [...waiting].find((entry) => entry.id === id);
      if (first !== undefined) settle(first, { outcome: "acked", payload });
      else journal.blame("socket", "acknowledged late, twice or unasked", message.data);
    },
  };
}
