import { z } from "zod";
import { isDone, readStatus } from "../answers/status-words.ts";
import { readReply } from "../read-reply.ts";
import { isRecord } from "../redact.ts";
import { type Reply, textOf } from "../transport.ts";
import { objectPath } from "./object-path.ts";
import type { Requests } from "./requests.ts";

/** What the persona said to the last text; undefined: it is still thinking. */
export type Answered = string | undefined;

/** How long Tavus may let us wait for the answer itself; a call of ours may take a little longer. */
const patienceSeconds = 8;

/** No page of the reference has it, so that any name which the text may have is read, in this order. */
const names = ["text", "response", "answer", "reply", "content", "message"];
/** Nobody nests an answer deeper. */
const deepest = 3;

const answerSchema = z.unknown().transform((reply, context): Answered => {
  const row = isRecord(reply) && isRecord(reply.data) ? reply.data : reply;
  if (isRecord(row)) return isDone(readStatus(row.status)) ? (textIn(row) ?? "") : undefined;
  context.addIssue("an answer that is none");
  return z.NEVER;
});

function textIn(value: unknown, depth = 0): string | undefined {
  if (typeof value === "string") return value.trim() === "" ? undefined : value;
  if (!isRecord(value) || depth === deepest) return undefined;
  for (const name of names) {
    const text = textIn(value[name], depth + 1);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** A success that says nothing (202, 204) has heard it, and has no answer yet. */
function readAnswer(operation: string, reply: Reply): Answered {
  return textOf(reply.body).trim() === "" ? undefined : readReply(operation, reply, answerSchema);
}

/**
 * What is said in a conversation that was made with `chat: true`, as Tavus's own builder does it:
 * https://github.com/Tavus-Engineering/tavus1. An account that does not offer it refuses.
 */
export function createRehearsalCalls({ send }: Requests) {
  return {
    /** Not idempotent: after an error whose `reached` is `maybe` the persona may have heard it. */
    async say(key: string, id: string, text: string): Promise<Answered> {
      const operation = "say in conversation";
      const body = { text, timeout_s: patienceSeconds };
      return readAnswer(
        operation,
        await send({ operation, method: "POST", path: respondPath(operation, id), key, body }),
      );
    },

    /** The answer to what was said last. */
    async answer(key: string, id: string): Promise<Answered> {
      const operation = "read answer in conversation";
      return readAnswer(
        operation,
        await send({ operation, method: "GET", path: respondPath(operation, id), key }),
      );
    },
  };
}

function respondPath(operation: string, id: string): string {
  return `${objectPath("/v2/conversations", id, operation)}/respond`;
}
