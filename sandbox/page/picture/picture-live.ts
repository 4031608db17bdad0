import type { Account } from "../../stand-ins/tavus/account.ts";
import type { LiveBehaviour } from "../../stand-ins/tavus/live.ts";
import { dueEnd, type Room } from "../../stand-ins/tavus/rooms/room.ts";
import type { Video } from "../../stand-ins/tavus/videos/video.ts";
import type { OutsidePicture, RoomPicture, VideoPicture } from "../protocol/picture.ts";

/** How many of those that ended are shown. */
const endedShown = 3;

export function drawRooms(account: Account): RoomPicture[] {
  const newestFirst = account.rooms.all.toReversed();
  const ended = newestFirst.filter(({ end }) => end).toSorted((one, other) => endOf(other) - endOf(one));
  const shown = [...newestFirst.filter(({ end }) => !end), ...ended.slice(0, endedShown)];
  return shown.map((room) => drawRoom(room, account));
}

function endOf({ end }: Room): number {
  return end?.at ?? 0;
}

function drawRoom(room: Room, account: Account): RoomPicture {
  const { id, body, people, said, createdAt, end } = room;
  return {
    id,
    persona: personaOf(room, account),
    face: `/face/${faceOf(room, account)}`,
    link: account.rooms.linkOf(room),
    isText: body.chat ?? false,
    people: [...people],
    said: said.map(({ who, text }) => ({ who, text })),
    createdAt,
    endsAt: dueEnd(room).at,
    ...(end && { end }),
  };
}

/** The name of the persona in it; one that is gone since leaves the room's own. */
export function personaOf({ body, name }: Room, account: Account): string {
  const persona = account.persona(body.persona_id ?? body.pal_id ?? "");
  return String(persona?.document.persona_name ?? name);
}

function faceOf({ body }: Room, account: Account): unknown {
  const persona = account.persona(body.persona_id ?? body.pal_id ?? "");
  return body.replica_id ?? body.face_id ?? persona?.document.default_replica_id;
}

export function drawVideos(account: Account, { videosAt }: LiveBehaviour): VideoPicture[] {
  const kept = account.videos.all.filter(({ status }) => status !== "deleted");
  return kept.toReversed().map((video) => drawVideo(video, account, videosAt));
}

export function drawOutside({ deployments }: Account): OutsidePicture[] {
  return deployments.all.toReversed().map(({ id, body, status, calls }) => ({
    id,
    name: body.name ?? id,
    isOpen: status === "active",
    hasPassword: body.password != null,
    calls,
  }));
}

function drawVideo(video: Video, account: Account, videosAt: string): VideoPicture {
  const { id, name, body, status, details } = video;
  return {
    id,
    name,
    face: account.everyReplica.find((replica) => replica.id === body.replica_id)?.name ?? body.replica_id,
    link: `${videosAt}/${id}`,
    status,
    progress: account.videos.progressOf(video),
    details,
    words: body.script ?? body.audio_url ?? "",
  };
}
