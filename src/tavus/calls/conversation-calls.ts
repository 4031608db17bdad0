import { z } from "zod";
import { hasFailed, isOver } from "../answers/status-words.ts";
import { TavusError } from "../errors.ts";
import type { ListOutcome } from "../lists/list-reading.ts";
import { readRows } from "../lists/paging.ts";
import { readReply } from "../read-reply.ts";
import { id, listSchema, oneSchema, spare, spareAddress, spareStatus, spareText } from "../schemas.ts";
import { objectPath } from "./object-path.ts";
import type { Requests } from "./requests.ts";

export type ConversationRequest = {
  tavusPersonaId: string;
  /** Where the persona has no face of its own: without one Tavus makes no room. */
  replicaId?: string | undefined;
  name: string;
  /** How long it may last, how long nobody need come (also the life of the token), and how long it stays empty: seconds. */
  maxSeconds: number;
  absentSeconds: number;
  leftSeconds: number;
  /** The avatar never joins, it costs nothing, and has ended as it is made. */
  isTest: boolean;
  /** In writing: `rehearsal-calls.ts`. Nobody comes, so there is no room to be private. */
  isChat: boolean;
  callbackUrl?: string | undefined;
};

/** `token` opens the private room: `<url>?t=<token>`. Without `url` there is no way in. */
export type NewTavusConversation = { id: string; url: string | undefined; token: string | undefined };

/** Something that happened in it; a date as Tavus wrote it: text of some form, or Unix seconds. */
export type ConversationEvent = {
  type: string;
  timestamp: string | number | undefined;
  properties: Record<string, unknown>;
};

/** Anything but the id may be missing. `isOver`: Tavus says that it has ended; `hasFailed`: and that it failed. */
export type TavusConversation = {
  id: string;
  name: string;
  isOver: boolean;
  hasFailed: boolean;
  createdAt: string | undefined;
  events: readonly ConversationEvent[];
};

const event = z
  .object({
    event_type: z.string(),
    timestamp: spare(z.union([z.string(), z.number()])),
    properties: z.record(z.string(), z.unknown()).catch({}),
  })
  .transform(
    ({ event_type: type, timestamp, properties }): ConversationEvent => ({ type, timestamp, properties }),
  );

const conversationSchema = z
  .object({
    conversation_id: id,
    conversation_name: z.string().catch(""),
    status: spareStatus,
    created_at: spareText,
    events: z.array(z.unknown()).catch([]),
  })
  .transform(
    (row): TavusConversation => ({
      id: row.conversation_id,
      name: row.conversation_name,
      isOver: isOver(row.status),
      hasFailed: hasFailed(row.status),
      createdAt: row.created_at,
      events: row.events.flatMap((one) => event.safeParse(one).data ?? []),
    }),
  );

const listedSchema = listSchema(conversationSchema);
const readSchema = oneSchema(conversationSchema);
const createdSchema = oneSchema(
  z
    .object({
      conversation_id: id,
      conversation_url: spareAddress,
      meeting_token: spareText,
    })
    .transform((row): NewTavusConversation => {
      return { id: row.conversation_id, url: row.conversation_url, token: row.meeting_token };
    }),
);

/** Conversations, in which people talk with a persona: https://docs.tavus.io/api-reference/conversations */
export function createConversationCalls({ send, words, pageSize }: Requests) {
  return {
    /** Makes a private room. Not idempotent: after an error whose `reached` is `maybe` it may be open, and costs minutes. */
    async create(key: string, request: ConversationRequest): Promise<NewTavusConversation> {
      const operation = "create conversation";
      const body = {
        [words.personaId]: request.tavusPersonaId,
        ...(request.replicaId !== undefined && { [words.replicaId]: request.replicaId }),
        conversation_name: request.name,
        ...(request.callbackUrl !== undefined && { callback_url: request.callbackUrl }),
        ...(request.isTest && { test_mode: true }),
        // The persona counts as one.
        ...(request.isChat ? { chat: true } : { require_auth: true, max_participants: 2 }),
        properties: {
          max_call_duration: request.maxSeconds,
          participant_absent_timeout: request.absentSeconds,
          participant_left_timeout: request.leftSeconds,
        },
      };
      const reply = await send({ operation, method: "POST", path: conversations, key, body });
      return readReply(operation, reply, createdSchema);
    },

    /** With what happened in it. */
    async get(key: string, id: string): Promise<TavusConversation> {
      const operation = "get conversation";
      const query = { verbose: "true" };
      const reply = await send({
        operation,
        method: "GET",
        path: objectPath(conversations, id, operation),
        query,
        key,
      });
      const conversation = readReply(operation, reply, readSchema);
      if (conversation.id === id) return conversation;
      throw new TavusError({ kind: "unexpectedReply", operation, status: reply.status, reached: "maybe" });
    },

    /** What its answer is worth shows when it is read; what ending an ended one answers is not documented. */
    async end(key: string, id: string): Promise<void> {
      const operation = "end conversation";
      await send({ operation, method: "POST", path: `${objectPath(conversations, id, operation)}/end`, key });
    },

    /** Each one that has not ended, once. */
    readActive(key: string, onRows: (rows: TavusConversation[]) => void): Promise<ListOutcome> {
      const operation = "list conversations";
      const readPage = async ({ page, limit }: { page: number; limit: number }) => {
        const query = { status: "active", limit: String(limit), page: String(page) };
        const reply = await send({ operation, method: "GET", path: conversations, query, key });
        return readReply(operation, reply, listedSchema);
      };
      return readRows(readPage, pageSize(key), onRows);
    },
  };
}

const conversations = "/v2/conversations";
