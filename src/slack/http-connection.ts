import { HTTPReceiver } from "@slack/bolt";
import type { Log } from "../log.ts";
import { createBoltLog } from "./bolt-log.ts";
import type { Connection } from "./connection.ts";
import { httpPath } from "./manifest.ts";

/**
 * Slack's payloads come to a server of ours, signed. The bot does not listen itself: main mounts the listener on the
 * one HTTP server. Bolt checks signatures, and wants exactly `application/x-www-form-urlencoded` or JSON.
 */
export function createHttpConnection(options: { signingSecret: string; log: Log }): Connection {
  const receiver = new HTTPReceiver({
    signingSecret: options.signingSecret,
    endpoints: [httpPath],
    logger: createBoltLog(options.log),
  });
  return {
    receiver,
    start: async () => undefined,
    stop: async () => undefined,
    httpListener(request, response) {
      try {
        receiver.requestListener(request, response);
      } catch {
        // Bolt throws for every other path and method.
        response.writeHead(404).end();
      }
    },
  };
}
