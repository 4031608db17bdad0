import { randomBytes } from "node:crypto";
import { type Live, microseconds, storedName } from "../live.ts";
import { absentSeconds, dueEnd, type EndReason, type Line, type Room, secondsOf } from "./room.ts";
import { isPrivate, type RoomBody } from "./room-body.ts";
import { joinedEvents, shutdownEvent, transcriptEvent } from "./room-events.ts";

/** What the account has bought. */
export type Plan = { concurrent: number; minutes: number; longestSeconds: number };

export type Joined = "in" | "no such room" | "ended" | "not allowed" | "full";

/** An account's conversations. Whatever asks for them first lets happen what the clock has brought about. */
export class Rooms {
  plan: Plan = { concurrent: Infinity, minutes: Infinity, longestSeconds: Infinity };
  /** The most that were ever open at once. */
  mostOpen = 0;
  readonly #rooms = new Map<string, Room>();
  readonly #live: Live;

  constructor(live: Live) {
    this.#live = live;
  }

  /** Oldest first. */
  get all(): Room[] {
    this.settle();
    return [...this.#rooms.values()].filter(({ isDeleted }) => !isDeleted);
  }

  get open(): Room[] {
    return this.all.filter(({ end }) => !end);
  }

  /** Every one there ever was, those deleted since too. */
  get ever(): Room[] {
    this.settle();
    return [...this.#rooms.values()];
  }

  /** What the account has paid for so far, from the creation of each room. */
  get secondsUsed(): number {
    this.settle();
    return this.#used();
  }

  get(id: string): Room | undefined {
    this.settle();
    const room = this.#rooms.get(id);
    return room?.isDeleted ? undefined : room;
  }

  /** Makes a room, whatever the plan says. `replicaId` is the face that comes into it. */
  create(body: RoomBody, replicaId: string): Room {
    const now = this.#live.now();
    const longest = Math.min(body.properties?.max_call_duration ?? 3600, this.plan.longestSeconds);
    const room: Room = {
      id: `c${randomBytes(6).toString("hex").slice(1)}`,
      name: storedName(body.conversation_name ?? "New Conversation", this.#live.behaviour),
      body,
      createdAt: now,
      token: isPrivate(body) ? randomBytes(24).toString("base64url") : undefined,
      people: [],
      wasJoined: false,
      leftAt: undefined,
      longest,
      said: [],
      reply: undefined,
      events: [],
      end: body.test_mode ? { at: now, reason: "end_conversation_endpoint_hit" } : undefined,
      hasTranscript: false,
      isDeleted: false,
    };
    this.#rooms.set(room.id, room);
    if (!body.test_mode) this.#note(room, joinedEvents(replicaId, now));
    this.mostOpen = Math.max(this.mostOpen, this.open.length);
    this.#live.stir();
    return room;
  }

  /** Brings a room back that an earlier start of the stand-in had. */
  restore(room: Room): void {
    this.#rooms.set(room.id, room);
  }

  /** Plays a person who follows a link. Its last part is the room's id, its `t` the token. */
  join(link: string, person = "somebody"): Joined {
    const { pathname, searchParams } = new URL(link);
    const room = this.get(pathname.split("/").at(-1) ?? "");
    if (!room) return "no such room";
    if (room.end) return "ended";
    if (!this.#opens(room, searchParams.get("t"))) return "not allowed";
    if (room.people.length + 1 >= (room.body.max_participants ?? Infinity)) return "full";
    const isFirst = !room.wasJoined;
    room.people.push(person);
    Object.assign(room, { wasJoined: true, leftAt: undefined });
    if (isFirst) this.say(room.id, "avatar", room.body.custom_greeting ?? "Hello! How can I help you today?");
    this.#live.stir();
    return "in";
  }

  leave(id: string, person = "somebody"): void {
    const room = this.#known(id);
    const place = room.people.indexOf(person);
    if (place < 0) throw new Error(`${person} is not in the room ${id}.`);
    room.people.splice(place, 1);
    if (room.people.length === 0) room.leftAt = this.#live.now();
    this.settle();
    this.#live.stir();
  }

  say(id: string, who: Line["who"], text: string): void {
    this.#known(id).said.push({ who, text, at: this.#live.now() });
    this.#live.stir();
  }

  /** One turn of a text conversation. The first counts as the first person's coming in. */
  converse(room: Room, text: string, reply: string): void {
    Object.assign(room, { wasJoined: true, reply: { text: reply, asks: 0 } });
    this.say(room.id, "person", text);
    this.say(room.id, "avatar", reply);
  }

  /** Ends it now, unless it has ended. */
  end(id: string, reason: EndReason = "end_conversation_endpoint_hit"): void {
    const room = this.#known(id);
    if (!room.end) this.#end(room, { at: this.#live.now(), reason });
    this.settle();
  }

  /** Ends it as the clock would, by the timeout that is next. */
  runOut(id: string): void {
    const room = this.#known(id);
    this.end(id, dueEnd(room).reason);
  }

  /** What a person is given to come in: it holds the token. */
  linkOf({ id, token }: Room): string {
    const url = `${this.#live.behaviour.roomsAt}/${id}`;
    return token === undefined ? url : `${url}?t=${token}`;
  }

  remove(id: string): void {
    this.end(id, "daily_room_has_been_deleted");
    this.#known(id).isDeleted = true;
    this.#live.stir();
  }

  /** Lets happen what is due by the clock. */
  settle(): void {
    const now = this.#live.now();
    for (const room of this.#rooms.values()) {
      const due = dueEnd(room);
      if (!room.end && due.at <= now) this.#end(room, due);
    }
    if (this.#used() >= this.plan.minutes * 60) this.#runOut(now);
    for (const room of this.#rooms.values()) this.#transcribe(room, now);
  }

  #used(): number {
    const now = this.#live.now();
    return [...this.#rooms.values()].reduce((sum, room) => sum + secondsOf(room, now), 0);
  }

  /** Minutes that run out end a call with the reason of its longest time. */
  #runOut(now: number): void {
    for (const room of this.#rooms.values()) {
      if (!room.end) this.#end(room, { at: now, reason: "max_call_duration reached" });
    }
  }

  #end(room: Room, end: NonNullable<Room["end"]>): void {
    Object.assign(room, { end, people: [], leftAt: undefined });
    this.#note(room, [shutdownEvent(end)]);
    this.#live.stir();
  }

  #transcribe(room: Room, now: number): void {
    const { transcripts, transcriptDelaySeconds } = this.#live.behaviour;
    if (!room.end || room.hasTranscript || room.said.length === 0 || transcripts === "never") return;
    const at = room.end.at + transcriptDelaySeconds * 1000;
    if (at > now) return;
    room.hasTranscript = true;
    const event = transcriptEvent(room, at, this.#live.behaviour);
    this.#note(room, transcripts === "repeated" ? [event, event] : [event]);
    this.#live.stir();
  }

  #note(room: Room, events: Room["events"]): void {
    for (const { at, ...event } of events) {
      room.events.push({ ...event, at });
      this.#live.callbacks.post(room.body.callback_url, {
        ...event,
        conversation_id: room.id,
        webhook_url: room.body.callback_url,
        timestamp: microseconds(at),
      });
    }
  }

  #opens(room: Room, token: string | null): boolean {
    if (room.token === undefined) return true;
    const isFresh = this.#live.now() < room.createdAt + absentSeconds(room) * 1000;
    return isFresh && token === room.token;
  }

  #known(id: string): Room {
    const room = this.get(id);
    if (!room) throw new Error(`The stand-in has no conversation ${id}.`);
    return room;
  }
}
