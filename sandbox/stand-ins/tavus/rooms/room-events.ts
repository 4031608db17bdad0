import { type LiveBehaviour, microseconds } from "../live.ts";
import type { Room, RoomEvent } from "./room.ts";

/** Both arrive, whatever vocabulary the room was made in. */
export function joinedEvents(replicaId: string, at: number): RoomEvent[] {
  return [
    {
      event_type: "system.replica_joined",
      message_type: "system",
      at,
      properties: { replica_id: replicaId },
    },
    { event_type: "system.pal_joined", message_type: "system", at, properties: { face_id: replicaId } },
  ];
}

export function shutdownEvent({ at, reason }: NonNullable<Room["end"]>): RoomEvent {
  return {
    event_type: "system.shutdown",
    message_type: "system",
    at,
    properties: { shutdown_reason: reason },
  };
}

export function transcriptEvent(
  { said, createdAt }: Room,
  at: number,
  { transcripts, avatarRole }: LiveBehaviour,
): RoomEvent {
  const transcript = said.map((line, index) => ({
    role: line.who === "person" ? "user" : avatarRole,
    content: line.text,
    timestamp: transcripts === "iso" ? new Date(line.at).toISOString() : line.at / 1000,
    seconds_from_start: (line.at - createdAt) / 1000,
    duration: 2,
    inference_id: `inference-${index}`,
  }));
  return {
    event_type: "application.transcription_ready",
    message_type: "application",
    at,
    properties: { transcript },
  };
}

/** An event as a verbose read shows it. */
export function renderEvent(
  { event_type, message_type, at, properties }: RoomEvent,
  { shutdownKey }: LiveBehaviour,
): Record<string, unknown> {
  const { shutdown_reason: reason, ...others } = properties;
  const shown = reason === undefined ? others : { [shutdownKey]: reason };
  return { event_type, message_type, timestamp: microseconds(at), properties: shown };
}
