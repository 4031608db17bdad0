import { App } from "@slack/bolt";
import type { Log } from "../log.ts";
import { createBoltLog } from "./bolt-log.ts";
import type { Connection } from "./connection/connection.ts";

/**
 * Bolt itself gets no token: it would keep a client of 26 KB for each one it is handed, and we call the Web API with
 * our own. Nor does it say whose a payload is, which read/whose.ts reads; Bolt writes into what it gets here, hence a new
 * one each time.
 */
export function createApp({ receiver }: Connection, log: Log): App {
  const app = new App({
    receiver,
    authorize: async () => ({}),
    logger: createBoltLog(log),
    convoStore: false,
    ignoreSelf: false,
    deferInitialization: true,
  });
  app.error(async (error) => {
    log.error({ err: error }, "a Slack payload could not be handled");
    // Swallowed here, Bolt would neither acknowledge the payload nor refuse it.
    throw error;
  });
  return app;
}
