import type { RoomBody } from "./room-body.ts";

export type RoomEvent = {
  event_type: string;
  message_type: "system" | "application";
  /** Milliseconds since 1970. */
  at: number;
  properties: Record<string, unknown>;
};

export type Line = { who: "person" | "avatar"; text: string; at: number };

/** What a room ends with, in Tavus's words. */
export type EndReason =
  | "max_call_duration reached"
  | "participant_left_timeout reached"
  | "participant_absent_timeout reached"
  | "daily_room_has_been_deleted"
  | "end_conversation_endpoint_hit";

/** Times are milliseconds since 1970. */
export type Room = {
  id: string;
  name: string;
  body: RoomBody;
  createdAt: number;
  /** Undefined: whoever has the link may come in. */
  token: string | undefined;
  /** Who is in, without the avatar. */
  people: string[];
  wasJoined: boolean;
  /** Since when it is empty again. */
  leftAt: number | undefined;
  /** The longest it may be open, in seconds. */
  longest: number;
  said: Line[];
  /** The answer to the last text of a text conversation; `asks` counts how often it was asked for. */
  reply: { text: string; asks: number } | undefined;
  events: RoomEvent[];
  end: { at: number; reason: EndReason } | undefined;
  hasTranscript: boolean;
  isDeleted: boolean;
};

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
