import type { Channels } from "../chat/channels.ts";
import type { CommandListing } from "../chat/command.ts";
import type { Dispatch, SendDirect } from "../chat/interaction.ts";
import type { ConnectionWatch } from "../chat/platform-trouble.ts";
import type { Log } from "../log.ts";
import { createDirectMessages } from "./answer/direct-messages.ts";
import { createFormFills } from "./answer/form-fills.ts";
import { createResponseUrls } from "./answer/response-url.ts";
import { createSendDirect } from "./answer/send.ts";
import { createApp } from "./app.ts";
import { absentChannels, createChannels } from "./channels.ts";
import { createWebClients } from "./clients.ts";
import type { Connection, HttpListener } from "./connection/connection.ts";
import { createHttpConnection } from "./connection/http-connection.ts";
import { createSocketConnection } from "./connection/socket-connection.ts";
import { createUnacknowledged, listen } from "./listen.ts";
import type { ManifestMode } from "./manifest.ts";
import { createPeople } from "./people.ts";
import { findAppId, findWorkspace, registerCommands, type State } from "./register.ts";
import { createRemovalWatch, type Removal, rightsTaken } from "./removal.ts";
import { listenToWorkspace } from "./workspace-events.ts";

export type BotOptions = ConnectionWatch & {
  botToken: string;
  /**
   * `silenceMs`: a socket silent for so long is given up, and another opened as long after one that Slack closed.
   * `publicUrl` is where Slack reaches the bot over HTTP; it only shows in the manifest.
   */
  mode:
    | { kind: "socket"; appToken: string; silenceMs?: number }
    | { kind: "http"; signingSecret: string; publicUrl?: string };
  apiUrl: string;
  log: Log;
  commands: readonly CommandListing[];
  dispatch: Dispatch;
  state: State;
  /** The workspaces the bot is in, before anything comes from them. */
  onTenants?(tenants: { teamIds: string[] }): void | Promise<void>;
  /** The app was removed from the workspace, at most once: nothing works any more until people install it again. */
  onRemoved?(teamId: string, because: Removal): void | Promise<void>;
  /** Somebody opened the app's messages, at most once for each person while the process lives. */
  onHome?(userId: string): void | Promise<void>;
};

export type Bot = {
  /**
   * Resolves when connected. Rejects with PlatformTrouble: a refused token, a missing scope, no network. A bot whose start
   * failed is to be closed and cannot be started again.
   */
  start(): Promise<void>;
  /** The socket is closed as soon as Slack waits for no acknowledgement; over HTTP whoever listens sees to that. */
  stopListening(): void;
  close(): Promise<void>;
  sendDirect: SendDirect;
  /** The channels of one workspace; all closed in one that the bot is not in. */
  channelsOf(teamId: string): Channels;
  /** What is to be mounted at /slack/events; absent in Socket Mode. */
  httpListener?: HttpListener;
};

/** The bot in one Slack workspace. */
export function createBot(options: BotOptions): Bot {
  const { log } = options;
  const clients = createWebClients({
    token: options.botToken,
    apiUrl: options.apiUrl,
    log,
    // At start a refused token has a sentence of its own.
    onRefused: (code) => ownTeamId !== undefined && removal.callFailed(code),
  });
  const removal = createRemovalWatch({
    client: clients.repeatable,
    log,
    onRemoved(because) {
      options.onImpaired(rightsTaken);
      return options.onRemoved?.(ownTeamId ?? "", because);
    },
  });
  const direct = createDirectMessages(clients);
  const connection = createConnection(options);
  const { httpListener } = connection;
  const channels = createChannels(clients);
  let ownTeamId: string | undefined;
  let isStopping = false;
  const unacknowledged = createUnacknowledged({
    log,
    onNone: () => isStopping && disconnect(connection, log),
  });

  return {
    async start() {
      const workspace = await findWorkspace(clients.repeatable);
      const { teamId, enterpriseId } = workspace;
      ownTeamId = teamId;
      await registerCommands({ ...options, workspace, manifest: manifestMode(options.mode) });
      const home = { teamId, enterpriseId };
      const people = createPeople({ client: clients.repeatable, home, log });
      const app = createApp(connection, { workspace, log });
      listen(app, {
        dispatch: options.dispatch,
        people,
        tools: {
          clients,
          direct,
          responseUrls: createResponseUrls(log),
          fills: createFormFills(),
          log,
          botToken: options.botToken,
          apiUrl: options.apiUrl,
        },
        unacknowledged,
      });
      listenToWorkspace(app, {
        home,
        people,
        log,
        removal,
        onHome: async (userId) => options.onHome?.(userId),
      });
      await app.init();
      await options.onTenants?.({ teamIds: [teamId] });
      await connection.start(() => findAppId(clients.repeatable, workspace));
    },
    stopListening() {
      isStopping = true;
      if (unacknowledged.count() === 0) disconnect(connection, log);
    },
    close: () => connection.stop(),
    // Whose token it is shows at start; until then a call fails by itself where it must.
    channelsOf: (teamId) => (teamId === (ownTeamId ?? teamId) ? channels : absentChannels()),
    sendDirect: createSendDirect({ clients, direct, log }),
    ...(httpListener ? { httpListener } : {}),
  };
}

function createConnection({ mode, ...options }: BotOptions): Connection {
  return mode.kind === "socket"
    ? createSocketConnection({ ...options, ...mode })
    : createHttpConnection({ ...options, signingSecret: mode.signingSecret });
}

function manifestMode(mode: BotOptions["mode"]): ManifestMode {
  return mode.kind === "socket"
    ? { mode: "socket" }
    : { mode: "http", publicUrl: mode.publicUrl ?? "https://your-host.example" };
}

function disconnect(connection: Connection, log: BotOptions["log"]): void {
  connection.stop().catch((error) => log.warn({ err: error }, "the Slack socket did not close cleanly"));
}
