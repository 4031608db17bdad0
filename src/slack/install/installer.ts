import type { IncomingMessage, ServerResponse } from "node:http";
import { type Installation as Installed, InstallProvider } from "@slack/oauth";
import { createSeldom } from "../../chat/http/seldom.ts";
import type { Log } from "../../log.ts";
import { below } from "../../text/below.ts";
import { createBoltLog } from "../bolt-log.ts";
import type { HttpListener } from "../connection/connection.ts";
import { fetchLimits } from "../fetch-limits.ts";
import { installPath, redirectPath, scopesFor } from "../manifest.ts";
import { donePage, failedPage, OddInstallation } from "./install-pages.ts";
import type { Installations, Token } from "./installation.ts";
import { type Page, sendPage } from "./page.ts";
import { createStates } from "./states.ts";

const callTimeoutMs = 10_000;

/** The app as Slack knows it, under Basic Information at https://api.slack.com/apps, and where browsers reach the bot. */
export type InstallerOptions = {
  clientId: string;
  clientSecret: string;
  publicUrl: string;
  /** Links to these show a card, which the app must be allowed. */
  previewDomains?: readonly string[] | undefined;
  apiUrl: string;
  installations: Installations;
  /** It is stored. Rejects where that could not be noted; the browser is told to begin again. */
  onStored(arrived: NewInstallation): Promise<void>;
  log: Log;
};

export type NewInstallation = {
  /** `T…`, or `E…` of an organization. */
  id: string;
  isOrganization: boolean;
  /** The workspaces that can use the bot by it, as far as they are known. */
  teamIds: string[];
  /** Who installed it. */
  userId: string;
};

export function installUrlOf(publicUrl: string): string {
  return below(publicUrl, installPath);
}

/** The pages on which people install the app: https://docs.slack.dev/authentication/installing-with-oauth */
export function createInstallPages(options: InstallerOptions): HttpListener {
  const { publicUrl, apiUrl, log } = options;
  const provider = createProvider(options);
  const installUrl = installUrlOf(publicUrl);
  const { host } = new URL(publicUrl);
  const seldom = createSeldom();

  function tell(error: Error, { status }: Page): void {
    seldom(`${status} ${error.message}`, (requests) => {
      if (status >= 500) log.error({ requests, err: error }, "the app could not be installed");
      else log.info({ requests, reason: error.message }, "an installation came to nothing");
    });
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", apiUrl);
    // Bolt makes an address of it, which fails with what anybody may write there.
    request.headers.host = host;
    if (pathname === installPath) return provider.handleInstallPath(request, response);
    if (pathname !== redirectPath)
      return void response.writeHead(404, { "content-type": "text/plain" }).end("Not found\n");
    await provider.handleCallback(request, response, {
      success: (installed) => sendPage(response, donePage(installed)),
      failure(error) {
        const page = failedPage(error, searchParams.get("error"), installUrl);
        tell(error, page);
        sendPage(response, page);
      },
    });
  }

  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      log.error({ err: error }, "a page for installing the app could not be shown");
      if (response.headersSent) response.destroy();
      else sendPage(response, failedPage(new Error("unknown"), null, installUrl));
    });
  };
}

function createProvider(options: InstallerOptions): InstallProvider {
  const { clientId, clientSecret, publicUrl, previewDomains, apiUrl, installations, log } = options;
  const installUrlOptions = {
    scopes: scopesFor(previewDomains),
    redirectUri: below(publicUrl, redirectPath),
  };
  return new InstallProvider({
    clientId,
    clientSecret,
    installUrlOptions,
    directInstall: true,
    authorizationUrl: new URL("../oauth/v2/authorize", apiUrl).href,
    stateStore: createStates({
      secret: clientSecret,
      options: installUrlOptions,
      reserve: installations.reserve,
      now: installations.now,
    }),
    installationStore: {
      storeInstallation: (installed) => store(readInstalled(installed), options),
      // Whose token is whose is looked up by the bot itself.
      fetchInstallation: async () => Promise.reject(new Error("Bolt is asked for no installation.")),
    },
    // What people do in their browsers is no mistake of the bot's.
    logger: { ...createBoltLog(log), error: () => undefined },
    clientOptions: {
      slackApiUrl: apiUrl,
      fetch: fetchLimits,
      timeout: callTimeoutMs,
      rejectRateLimitedCalls: true,
      retryConfig: { retries: 0 },
    },
  });
}

type Read = { id: string; organizationId: string | undefined; userId: string; token: Token };

/** What came of `oauth.v2.access`: https://docs.slack.dev/reference/methods/oauth.v2.access */
function readInstalled({ team, enterprise, isEnterpriseInstall, bot, user }: Installed): Read {
  const id = isEnterpriseInstall ? enterprise?.id : team?.id;
  if (!bot || !id || !/^[TE]\w+$/.test(id))
    throw new OddInstallation("Slack gave no bot token, or did not say whose it is");
  const { token, refreshToken, expiresAt } = bot;
  const refresh =
    refreshToken && expiresAt ? { token: refreshToken, expiresAtMs: expiresAt * 1000 } : undefined;
  return { id, organizationId: enterprise?.id, userId: user.id, token: { token, refresh } };
}

async function store(
  { id, organizationId, userId, token }: Read,
  { installations, onStored, log }: InstallerOptions,
): Promise<void> {
  const members = await installations.install(id, organizationId, token);
  const isOrganization = id === organizationId;
  log.info({ id, isOrganization, expires: token.refresh !== undefined }, "the app was installed");
  await onStored({ id, isOrganization, teamIds: isOrganization ? members : [id], userId });
}
