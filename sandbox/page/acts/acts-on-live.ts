import type { Account } from "../../stand-ins/tavus/account.ts";
import type { Joined } from "../../stand-ins/tavus/rooms/rooms.ts";
import { personaOf } from "../picture/picture-live.ts";
import type { Act } from "../protocol/act.ts";
import { ActRefused } from "./act-refused.ts";

type LiveAct<Name extends string> = Extract<Act, { kind: `tavus.${Name}` }>;

const refusals: Record<Exclude<Joined, "in">, string> = {
  "no such room": "There is no call here any more.",
  ended: "This call has ended. Ask for a new one in chat.",
  "not allowed": "This link does not open the call: it belongs to somebody else, or has expired.",
  full: "The call is full.",
};

/** Follows the link of a room. The result names the room. */
export function joinRoom({ rooms }: Account, { link, person }: LiveAct<"join">): { id: string } {
  const id = new URL(link).pathname.split("/").at(-1) ?? "";
  // Whoever loads the page of a call anew is in it already.
  if (rooms.get(id)?.people.includes(person)) return { id };
  const joined = rooms.join(link, person);
  if (joined !== "in") throw new ActRefused(refusals[joined]);
  return { id };
}

/** Somebody who is not in is no mistake: the call may just have ended. */
export function leaveRoom({ rooms }: Account, { id, person }: LiveAct<"leave">): void {
  if (rooms.get(id)?.people.includes(person)) rooms.leave(id, person);
}

export function sayInRoom(account: Account, { id, text }: LiveAct<"say">): void {
  const room = openRoom(account, id);
  if (text.trim() === "") return;
  account.rooms.say(id, "person", text);
  account.rooms.say(id, "avatar", `This is ${personaOf(room, account)}. You said: “${text}”`);
}

export function runOutOfTime(account: Account, { id }: LiveAct<"runOut">): void {
  openRoom(account, id);
  account.rooms.runOut(id);
}

export function callFromOutside({ deployments }: Account, { id }: LiveAct<"callFromOutside">): void {
  const page = deployments.get(id);
  if (!page || deployments.visit(id, page.body.password ?? "") !== "in")
    throw new ActRefused("This link lets nobody in any more.");
}

export function finishVideo({ videos }: Account, { id }: LiveAct<"finishVideo">): void {
  requireUnfinished(videos.get(id)?.status);
  videos.finish(id);
}

export function failVideo({ videos }: Account, { id }: LiveAct<"failVideo">): void {
  requireUnfinished(videos.get(id)?.status);
  videos.fail(id);
}

function openRoom({ rooms }: Account, id: string) {
  const room = rooms.get(id);
  if (!room || room.end) throw new ActRefused("This call has ended.");
  return room;
}

function requireUnfinished(status: string | undefined): void {
  if (status !== "queued" && status !== "generating")
    throw new ActRefused("This video is no longer being made.");
}
