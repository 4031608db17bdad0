import { z } from "zod";
import type { Account } from "../account.ts";
import { type Answer, refuse } from "../answers.ts";
import type { LiveBehaviour } from "../live.ts";
import type { Room } from "./room.ts";

/**
 * The text conversation, as Tavus's own builder uses it; no page of the reference has it.
 * https://github.com/Tavus-Engineering/tavus1 (CLAUDE.md, "Test drive")
 */
const textSchema = z.strictObject({ text: z.string().min(1), timeout_s: z.number().positive().optional() });

export function sendText(account: Account, id: string, body: unknown, { chat }: LiveBehaviour): Answer {
  const room = findTextRoom(account, id);
  if ("status" in room) return room;
  const text = textSchema.safeParse(body).data?.text;
  if (text === undefined) return refuse(400, "text is required");
  account.rooms.converse(room, text, answerTo(account, room, text));
  return chat === "pending" ? pending : ready(room);
}

/** In the mood `pending` the first question comes too early. */
export function readAnswer(account: Account, id: string, { chat }: LiveBehaviour): Answer {
  const room = findTextRoom(account, id);
  if ("status" in room) return room;
  if (!room.reply) return pending;
  room.reply.asks += 1;
  return chat === "pending" && room.reply.asks < 2 ? pending : ready(room);
}

const pending: Answer = { status: 200, body: { status: "pending" } };

function ready({ reply }: Room): Answer {
  return { status: 200, body: { status: "ready", text: reply?.text } };
}

function findTextRoom({ rooms }: Account, id: string): Room | Answer {
  const room = rooms.get(id);
  if (!room) return refuse(400, "Invalid conversation_id");
  if (!room.body.chat) return refuse(400, "This is no text conversation");
  return room.end ? refuse(400, "Conversation has ended") : room;
}

function answerTo(account: Account, { body, said }: Room, text: string): string {
  const persona = account.persona(body.persona_id ?? body.pal_id ?? "");
  const turn = said.filter(({ who }) => who === "person").length + 1;
  const name = persona?.document.persona_name ?? "a persona";
  return `This is ${name}, answer ${turn}: you said “${text.substring(0, 200).toWellFormed()}”.`;
}
