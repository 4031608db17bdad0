import type { IncomingMessage, ServerResponse } from "node:http";
import type { Receiver } from "@slack/bolt";

export type HttpListener = (request: IncomingMessage, response: ServerResponse) => void;

/** How Slack's payloads reach us. */
export type Connection = {
  receiver: Receiver;
  /** Rejects with PlatformTrouble when Slack lets us not connect. `findAppId` names the app of the bot token, if it can. */
  start(findAppId: () => Promise<string | undefined>): Promise<void>;
  stop(): Promise<void>;
  /** HTTP only. */
  httpListener?: HttpListener;
};
