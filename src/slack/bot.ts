import { App } from "@slack/bolt";
import type { CommandListing } from "../chat/command.ts";
import type { Dispatch, SendDirect } from "../chat/interaction.ts";
import type { Log } from "../log.ts";
import { createBoltLog } from "./bolt-log.ts";
import type { Connection, HttpListener } from "./connection.ts";
import { createDirectMessages } from "./direct-messages.ts";
import { createHttpConnection } from "./http-connection.ts";
import { createUnacknowledged, listen } from "./listen.ts";
import type { ManifestMode } from "./manifest.ts";
import { createPeople } from "./people.ts";
import { findWorkspace, registerCommands, type State, type Workspace } from "./register.ts";
import { createSendDirect } from "./send.ts";
import { createSocketConnection } from "./socket-connection.ts";
import { createWebClients } from "./web-clients.ts";

export type BotOptions = {
  botToken: string;
  /** `publicUrl` is where Slack reaches the bot over HTTP; it only shows in the manifest. */
  mode: { kind: "socket"; appToken: string } | { kind: "http"; signingSecret: string; publicUrl?: string };
  apiUrl: string;
  log: Log;
  commands: readonly CommandListing[];
  dispatch: Dispatch;
  state: State;
  /** The bot cannot go on: a sentence with its cause and remedy. */
  onFatal(sentence: string): void;
  /** The workspaces the bot is in, before anything comes from them. */
  onTenants?(tenants: { teamIds: string[] }): void | Promise<void>;
};

export type Bot = {
  /** Resolves when connected. Rejects with OutsideError: a refused token, a missing scope, no network. */
  start(): Promise<void>;
  /** No new payload is taken; those under way can still be answered. */
  stopListening(): void;
  close(): Promise<void>;
  sendDirect: SendDirect;
  /** To be mounted at /slack/events; absent in Socket Mode. */
  httpListener?: HttpListener;
};

/** The bot in one Slack workspace. */
export function createBot(options: BotOptions): Bot {
  const { log } = options;
  const clients = createWebClients({ token: options.botToken, apiUrl: options.apiUrl, log });
  const direct = createDirectMessages(clients);
  const connection = createConnection(options);
  const { httpListener } = connection;
  let isStopping = false;
  const unacknowledged = createUnacknowledged({
    log,
    onNone: () => isStopping && disconnect(connection, log),
  });

  return {
    async start() {
      const workspace = await findWorkspace(clients.repeatable);
      await registerCommands({ ...options, workspace, manifest: manifestMode(options.mode) });
      const people = createPeople({ client: clients.repeatable, teamId: workspace.teamId, log });
      const app = createApp(connection, { workspace, log });
      listen(app, {
        dispatch: options.dispatch,
        people,
        teamId: workspace.teamId,
        tools: { clients, direct, log, botToken: options.botToken, apiUrl: options.apiUrl },
        isStopping: () => isStopping,
        unacknowledged,
      });
      await app.init();
      await options.onTenants?.({ teamIds: [workspace.teamId] });
      await connection.start();
    },
    stopListening() {
      isStopping = true;
      if (unacknowledged.count() === 0) disconnect(connection, log);
    },
    close: () => connection.stop(),
    sendDirect: createSendDirect({ clients, direct, log }),
    ...(httpListener ? { httpListener } : {}),
  };
}

function createConnection({ mode, apiUrl, log, onFatal }: BotOptions): Connection {
  return mode.kind === "socket"
    ? createSocketConnection({ appToken: mode.appToken, apiUrl, log, onFatal })
    : createHttpConnection({ signingSecret: mode.signingSecret, log });
}

/**
 * Bolt itself gets no token: it would keep a client of 26 KB for each one it is handed, and we call the Web API with
 * our own. One workspace, so one answer to "whose payload is this"; Bolt writes into it, hence a new one each time.
 */
function createApp({ receiver }: Connection, { workspace, log }: { workspace: Workspace; log: Log }): App {
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

function manifestMode(mode: BotOptions["mode"]): ManifestMode {
  return mode.kind === "socket"
    ? { mode: "socket" }
    : { mode: "http", publicUrl: mode.publicUrl ?? "https://your-host.example" };
}

function disconnect(connection: Connection, log: BotOptions["log"]): void {
  connection.stop().catch((error) => log.warn({ err: error }, "the Slack socket did not close cleanly"));
}
