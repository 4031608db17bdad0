import type { IncomingMessage, ServerResponse } from "node:http";
import type { Receiver } from "@slack/bolt";

export type HttpListener = (request: IncomingMessage, response: ServerResponse) => void;

/** How Slack's payloads reach us. */
export type Connection = {
  receiver: Receiver;
  /** Rejects with OutsideError when Slack lets us not connect. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** HTTP only. */
  httpListener?: HttpListener;
};
