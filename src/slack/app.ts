import { App } from "@slack/bolt";
import type { Log } from "../log.ts";
import { createBoltLog } from "./bolt-log.ts";
import type { Connection } from "./connection/connection.ts";
import type { Workspace } from "./register.ts";

/**
 * Bolt itself gets no token: it would keep a client of 26 KB for each one it is handed, and we call the Web API with
 * our own. One workspace, so one answer to "whose payload is this"; Bolt writes into it, hence a new one each time.
 */
export function createApp(
  { receiver }: Connection,
  { workspace, log }: { workspace: Workspace; log: Log },
): App {
  const { teamId, botId, botUserId } = workspace;
  const app = new App({
    receiver,
    authorize: async () => ({ teamId, botId, botUserId }),
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
