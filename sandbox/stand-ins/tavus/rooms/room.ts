import { z } from "zod";
import { roomBodySchema } from "./room-body.ts";

const eventSchema = z.object({
  event_type: z.string(),
  message_type: z.enum(["system", "application"]),
  /** Milliseconds since 1970. */
  at: z.number(),
  properties: z.record(z.string(), z.unknown()),
});

const lineSchema = z.object({ who: z.enum(["person", "avatar"]), text: z.string(), at: z.number() });

/** What a room ends with, in Tavus's words. */
const reasonSchema = z.enum([
  "max_call_duration reached",
  "participant_left_timeout reached",
  "participant_absent_timeout reached",
  "daily_room_has_been_deleted",
  "end_conversation_endpoint_hit",
]);

/** Times are milliseconds since 1970. */
export const roomSchema = z.object({
  id: z.string(),
  name: z.string(),
  body: roomBodySchema,
  createdAt: z.number(),
  /** Undefined: whoever has the link may come in. */
  token: z.string().optional(),
  /** Who is in, without the avatar. */
  people: z.array(z.string()),
  wasJoined: z.boolean(),
  /** Since when it is empty again. */
  leftAt: z.number().optional(),
  /** The longest it may be open, in seconds. */
  longest: z.number(),
  said: z.array(lineSchema),
  /** The answer to the last text of a text conversation; `asks` counts how often it was asked for. */
  reply: z.object({ text: z.string(), asks: z.number() }).optional(),
  events: z.array(eventSchema),
  end: z.object({ at: z.number(), reason: reasonSchema }).optional(),
  hasTranscript: z.boolean(),
  isDeleted: z.boolean(),
});

export type RoomEvent = z.infer<typeof eventSchema>;
export type Line = z.infer<typeof lineSchema>;
export type EndReason = z.infer<typeof reasonSchema>;
export type Room = z.infer<typeof roomSchema>;

/** Tavus's own, where a body says nothing. */
const usual = { absent: 300, left: 0 };

/** How long the link of a private room opens it, and how long a room waits for the first person, in seconds. */
export function absentSeconds({ body }: Room): number {
  return body.properties?.participant_absent_timeout ?? usual.absent;
}

/** When the room's timeouts end it, and which does, as things stand. */
export function dueEnd(room: Room): { at: number; reason: EndReason } {
  const ends: { at: number; reason: EndReason }[] = [
    { at: room.createdAt + room.longest * 1000, reason: "max_call_duration reached" },
  ];
  if (!room.wasJoined) {
    const at = room.createdAt + absentSeconds(room) * 1000;
    ends.push({ at, reason: "participant_absent_timeout reached" });
  }
  if (room.leftAt !== undefined) {
    const left = room.body.properties?.participant_left_timeout ?? usual.left;
    ends.push({ at: room.leftAt + left * 1000, reason: "participant_left_timeout reached" });
  }
  return ends.reduce((first, end) => (end.at < first.at ? end : first));
}

/** Seconds the account pays for: from creation, whoever was in. A room in `test_mode` costs nothing. */
export function secondsOf({ body, createdAt, end }: Room, now: number): number {
  return body.test_mode ? 0 : ((end?.at ?? now) - createdAt) / 1000;
}
