/**
 * What the page and its server tell each other over one WebSocket, as JSON. The server sends the whole picture after
 * every change (many changes at once make one picture); the page sends acts of people and gets one answer to each.
 * Payloads of Discord and Slack are passed on as the bot sent them.
 */
import type { Act } from "./act.ts";
import type { Picture } from "./picture.ts";

/** Where the page opens its WebSocket. */
export const socketPath = "/ws";

export type ServerMessage =
  | { kind: "picture"; picture: Picture }
  | { kind: "done"; id: number; result: unknown }
  /** `problem` is a sentence for the person, such as "Name is required". */
  | { kind: "refused"; id: number; problem: string };

export type ClientMessage = { id: number; act: Act };
