import type { Account } from "../account.ts";
import { type Answer, refuse } from "../answers.ts";
import { type LiveBehaviour, microseconds } from "../live.ts";
import type { Room } from "./room.ts";
import { mixesVocabularies, type RoomBody, roomBodySchema } from "./room-body.ts";
import { renderEvent } from "./room-events.ts";

export function createConversation(account: Account, body: unknown, behaviour: LiveBehaviour): Answer {
  const parsed = roomBodySchema.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const members = issue?.code === "unrecognized_keys" ? [...issue.path, issue.keys[0]] : issue?.path;
    return refuse(400, `Unknown or wrong field: ${members?.join(".")}`);
  }
  const wanted = parsed.data;
  if (mixesVocabularies(wanted))
    return refuse(400, "Use either persona and replica or pal and face, not both");
  if (wanted.chat && behaviour.chat === "refused") return refuse(400, "Unknown or wrong field: chat");
  const replicaId = findReplica(account, wanted);
  if (typeof replicaId !== "string") return replicaId;
  const shortage = wanted.test_mode ? undefined : refuseByPlan(account);
  if (shortage) return shortage;
  const room = account.rooms.create(wanted, replicaId);
  const token = room.token === undefined ? {} : { meeting_token: room.token };
  return { status: 200, body: { ...renderConversation(room, behaviour), ...token } };
}

/** The face of the room, or why there is none. One that is still in training or has failed is no face. */
function findReplica(account: Account, wanted: RoomBody): string | Answer {
  const personaId = wanted.persona_id ?? wanted.pal_id;
  const persona = personaId === undefined ? undefined : account.persona(personaId);
  if (personaId !== undefined && !persona) return refuse(400, "Invalid persona_id");
  const replicaId = wanted.replica_id ?? wanted.face_id ?? persona?.document.default_replica_id;
  if (replicaId === undefined && personaId === undefined) {
    return refuse(400, "persona_id or replica_id is required");
  }
  const replica = account.everyReplica.find(({ id }) => id === replicaId);
  return replica?.status === "completed" ? replica.id : refuse(400, "Invalid replica_uuid");
}

/** The texts were seen in failures of other programs; no page of Tavus has them. */
function refuseByPlan({ rooms }: Account): Answer | undefined {
  const { concurrent, minutes } = rooms.plan;
  if (rooms.secondsUsed >= minutes * 60) {
    return { status: 402, body: { message: "The user is out of conversational credits." } };
  }
  if (rooms.open.length < concurrent) return undefined;
  return { status: 400, body: { message: "User has reached maximum concurrent conversations" } };
}

export function renderConversation(
  { id, name, body, createdAt, end }: Room,
  { roomsAt }: LiveBehaviour,
): Record<string, unknown> {
  const { persona_id, pal_id, replica_id, face_id } = body;
  return {
    conversation_id: id,
    conversation_name: name,
    conversation_url: `${roomsAt}/${id}`,
    status: end ? "ended" : "active",
    callback_url: body.callback_url ?? "",
    ...(persona_id !== undefined && { persona_id }),
    ...(pal_id !== undefined && { pal_id }),
    ...(replica_id !== undefined && { replica_id }),
    ...(face_id !== undefined && { face_id }),
    created_at: microseconds(createdAt),
    updated_at: microseconds(end?.at ?? createdAt),
  };
}

export function getConversation(
  account: Account,
  id: string,
  { isVerbose, behaviour }: { isVerbose: boolean; behaviour: LiveBehaviour },
): Answer {
  const room = account.rooms.get(id);
  if (!room) return refuse(400, "Invalid conversation_id");
  const events = isVerbose && { events: room.events.map((event) => renderEvent(event, behaviour)) };
  return { status: 200, body: { ...renderConversation(room, behaviour), ...events } };
}

/** Ending one that has ended is not documented; this lets it stay ended. */
export function endConversation({ rooms }: Account, id: string): Answer {
  if (!rooms.get(id)) return refuse(400, "Invalid conversation_id");
  rooms.end(id);
  return { status: 200 };
}

export function deleteConversation({ rooms }: Account, id: string): Answer {
  if (!rooms.get(id)) return refuse(400, "Invalid conversation_id");
  rooms.remove(id);
  return { status: 204 };
}
