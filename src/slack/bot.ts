import type { Channels } from "../chat/channels.ts";
import type { CommandListing } from "../chat/command.ts";
import type { Dispatch, SendDirect } from "../chat/interaction.ts";
import type { ConnectionWatch } from "../chat/platform-trouble.ts";
import type { State } from "../chat/state.ts";
import type { Log } from "../log.ts";
import { createFormFills } from "./answer/form-fills.ts";
import { createResponseUrls } from "./answer/response-url.ts";
import { createApp } from "./app.ts";
import { createSharedClients } from "./clients.ts";
import type { Connection, HttpListener } from "./connection/connection.ts";
import { createHttpConnection } from "./connection/http-connection.ts";
import { createSocketConnection } from "./connection/socket-connection.ts";
import { createOpenHome } from "./home/open-home.ts";
import { createInstalledAccess, type InstallMode } from "./install/installed-access.ts";
import { createUnacknowledged, listen } from "./listen.ts";
import type { ManifestMode } from "./manifest.ts";
import { createKnownPeople } from "./people.ts";
import { withLinkPages } from "./previews/link-page.ts";
import { listenToLinks, type Preview } from "./previews/listen-to-links.ts";
import { registerCommands } from "./register.ts";
import { listenToWorkspaces } from "./workspace-events.ts";
import type { Access, AccessOptions } from "./workspaces/access.ts";
import { createTokenAccess } from "./workspaces/only-workspace.ts";
import type { Shared } from "./workspaces/workspace.ts";

/** One workspace, whose token was given; or all in which people install the app. */
type Mode =
  | { botToken: string; mode: TokenMode; install?: never }
  | { install: InstallMode; botToken?: never; mode?: never };

/**
 * `silenceMs`: a socket silent for so long is given up, and another opened as long after one that Slack closed.
 * `publicUrl` is where Slack reaches the bot over HTTP; it only shows in the manifest.
 */
type TokenMode =
  | { kind: "socket"; appToken: string; silenceMs?: number }
  | { kind: "http"; signingSecret: string; publicUrl?: string };

/** `onRemoved` is told at most once of each workspace: nothing works there until people install the app again. */
export type BotOptions = ConnectionWatch &
  Omit<AccessOptions, "shared"> &
  Mode & {
    apiUrl: string;
    log: Log;
    commands: readonly CommandListing[];
    dispatch: Dispatch;
    state: State;
    /** Links to these domains show a card; absent: the app is not told of any. */
    previews?: { domains: readonly string[]; preview: Preview } | undefined;
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
  /** To the people of one workspace. */
  sendDirectFor(teamId: string): SendDirect;
  /** The channels of one workspace; all closed in one that the bot is not in. */
  channelsOf(teamId: string): Channels;
  /** What is to be mounted at /slack/events; absent in Socket Mode. */
  httpListener?: HttpListener;
  /** What is to be mounted below /slack/: pages where people install the app, and where a link to a persona leads. */
  pages?: HttpListener;
};

/** The bot on Slack, in one workspace or in many. */
export function createBot(options: BotOptions): Bot {
  const { log, apiUrl } = options;
  const shared: Shared = {
    clients: createSharedClients(options),
    known: createKnownPeople(),
    log,
  };
  const access = createAccess(options, shared);
  const connection = createConnection(options);
  const { httpListener } = connection;
  let isStopping = false;
  const unacknowledged = createUnacknowledged({
    log,
    onNone: () => isStopping && disconnect(connection, log),
  });

  return {
    async start() {
      const owner = await access.begin();
      await registerCommands({ ...options, ...owner, manifest: manifestMode(options) });
      const app = createApp(connection, log);
      const tools = { responseUrls: createResponseUrls(log), fills: createFormFills(), log, apiUrl };
      const openHome = createOpenHome({ ...options, tools });
      listen(app, {
        openHome,
        dispatch: options.dispatch,
        workspaces: access.workspaces,
        tools,
        unacknowledged,
      });
      listenToWorkspaces(app, { news: access.news, openHome, log });
      if (options.previews)
        listenToLinks(app, { homeOf: access.news.homeOf, preview: options.previews.preview, log });
      await app.init();
      await access.tell();
      await connection.start(access.findAppId);
    },
    stopListening() {
      isStopping = true;
      if (unacknowledged.count() === 0) disconnect(connection, log);
    },
    async close() {
      await Promise.all([access.close(), connection.stop()]);
    },
    channelsOf: access.channelsOf,
    sendDirectFor: access.sendDirectFor,
    ...(httpListener ? { httpListener } : {}),
    ...pagesOf(access, options),
  };
}

function pagesOf({ pages }: Access, { previews }: BotOptions): Pick<Bot, "pages"> {
  if (previews) return { pages: withLinkPages(pages) };
  return pages ? { pages } : {};
}

function createAccess(options: BotOptions, shared: Shared): Access {
  return options.install
    ? createInstalledAccess(options.install, { ...options, shared })
    : createTokenAccess(options.botToken, { ...options, shared });
}

function createConnection({ mode, install, ...options }: BotOptions): Connection {
  if (mode?.kind === "socket") return createSocketConnection({ ...options, ...mode });
  return createHttpConnection({ ...options, signingSecret: (install ?? mode).signingSecret });
}

function manifestMode({ mode, install, previews }: BotOptions): ManifestMode {
  const previewDomains = previews?.domains;
  if (install) return { mode: "install", publicUrl: install.publicUrl, previewDomains };
  return mode.kind === "socket"
    ? { mode: "socket", previewDomains }
    : { mode: "http", publicUrl: mode.publicUrl ?? "https://your-host.example", previewDomains };
}

function disconnect(connection: Connection, log: BotOptions["log"]): void {
  connection.stop().catch((error) => log.warn({ err: error }, "the Slack socket did not close cleanly"));
}
