import type { Channels } from "../../chat/channels.ts";
import type { SendDirect } from "../../chat/interaction.ts";
import { within } from "../../within.ts";
import { isReadByOthers } from "../channels.ts";
import { createAbsentWorkspace } from "../workspaces/absent-workspace.ts";
import type { Access, AccessOptions } from "../workspaces/access.ts";
import { createWorkspace, type Workspace } from "../workspaces/workspace.ts";
import { appFailure, createExchange, notAsked, refusedVariableOf } from "./exchange.ts";
import type { Installations } from "./installation.ts";
import { createInstalledTokens } from "./installed-tokens.ts";
import { createInstalledWorkspaces } from "./installed-workspaces.ts";
import { createInstallPages, installUrlOf, type NewInstallation } from "./installer.ts";
import { createRemovals } from "./removals.ts";
import { createRenewals } from "./renewals.ts";
import { createScopeWatch } from "./scope-watch.ts";

const checkEveryMs = 60_000;
const checksAtOnce = 5;
/** Slack has five seconds for an answer, which is stored then. */
const renewalsEndMs = 6000;

/** Slack's app, into as many workspaces as people install it. */
export type InstallMode = {
  clientId: string;
  clientSecret: string;
  signingSecret: string;
  /** Where Slack and browsers reach the bot. */
  publicUrl: string;
  /** Links to these show a card, for which the app asks. */
  previewDomains?: readonly string[] | undefined;
  installations: Installations;
  /** The app was installed; `send` reaches whoever did it. */
  onInstalled?(arrived: NewInstallation, send: SendDirect | undefined): Promise<void>;
  /** A workspace that was taken for left is served all the same. */
  onBack?(teamId: string): Promise<void>;
};

/** What stands for the app among what the bot remembers from start to start. */
const appOwner = "app";

/** The tokens of all workspaces in which people have installed the app, from the database, which all processes share. */
export function createInstalledAccess(
  mode: InstallMode,
  { shared, onRemoved, onHome, apiUrl }: AccessOptions & { apiUrl: string },
): Access {
  const { log, clients } = shared;
  const { installations } = mode;
  const installHint = `Somebody who may install apps opens ${installUrlOf(mode.publicUrl)} and adds it to this workspace.`;
  const absent = createAbsentWorkspace(shared, installHint);
  const renewals = createRenewals({
    installations,
    exchange: createExchange(clients.once, mode, installations.now),
    log,
  });
  const workspaces = createInstalledWorkspaces({
    shared,
    installations,
    renewals,
    onRefused: (id, code) => removals.callFailed(id, code),
  });
  const removals = createRemovals({
    installations,
    renewals,
    test: (token) => clients.repeatable.auth.test({ token }),
    onRemoved: async (teamId, because) => onRemoved?.(teamId, because),
    onBack: async (teamId) => mode.onBack?.(teamId),
    onAlive: createScopeWatch({ ...mode, log }),
    forget: workspaces.forget,
    log,
  });

  async function of(teamId: string): Promise<Workspace> {
    return (await workspaces.find({ teamId, enterpriseId: undefined })) ?? absent;
  }

  /** The organization itself, whose token reaches whoever installed the app. */
  async function organization(id: string): Promise<Workspace | undefined> {
    const first = await installations.find(id);
    const tokens = first && createInstalledTokens({ first, find: () => installations.find(id), renewals });
    const home = { teamId: id, enterpriseId: id };
    return tokens && createWorkspace(shared, { home, tokens, onRefused: () => undefined });
  }

  const pages = createInstallPages({
    ...mode,
    apiUrl,
    log,
    async onStored(arrived) {
      for (const id of [arrived.id, ...arrived.teamIds]) workspaces.forget(id);
      const there = arrived.isOrganization ? await organization(arrived.id) : await of(arrived.id);
      await mode.onInstalled?.(arrived, there?.sendDirect);
    },
  });

  async function checkSome(): Promise<void> {
    try {
      workspaces.tidy();
      await installations.tidy();
      for (const id of await installations.claimChecks(checksAtOnce)) await removals.check(id);
    } catch (error) {
      log.warn({ err: error }, "installations could not be looked at; it comes again in a minute");
    }
  }

  let checks: NodeJS.Timeout | undefined;

  return {
    workspaces: { find: workspaces.find, absent, installHint },
    async begin() {
      const refused = await refusedVariableOf(clients.repeatable, mode).catch((error: unknown) => {
        throw notAsked(error);
      });
      if (refused) throw appFailure(refused);
      return { ownerId: appOwner, grantedScopes: [] };
    },
    async tell() {
      checks = setInterval(checkSome, checkEveryMs).unref();
    },
    findAppId: async () => undefined,
    news: {
      removed: removals.suspect,
      accessTaken(teamIds, atMs) {
        void removals.accessTaken(teamIds, atMs ?? installations.now());
      },
      homeOf: workspaces.find,
      onHome: async (teamId, userId) => onHome?.(teamId, userId),
    },
    channelsOf: (teamId) => lazyChannels(() => of(teamId)),
    sendDirectFor:
      (teamId) =>
      async (...message) =>
        (await of(teamId)).sendDirect(...message),
    pages,
    async close() {
      clearInterval(checks);
      await within(renewals.idle(), renewalsEndMs);
    },
  };
}

const closed = { kind: "closed", remedy: "The app is not in that workspace any more." } as const;

/** Of a workspace that is looked up when something is to be done there. Whatever channels may be asked, these can: nothing is left out. */
function lazyChannels(of: () => Promise<Workspace>): Required<Omit<Channels, "knowsNonces">> {
  return {
    post: async (...post) => (await of()).channels.post(...post),
    edit: async (...edit) => (await of()).channels.edit(...edit),
    rights: async (channelId) => (await of()).channels.rights(channelId),
    outsidersIn: async (channelId) => (await of()).channels.outsidersIn?.(channelId),
    unusableManagers: async (ids) => (await of()).people.unusableManagers(ids),
    threads: {
      arePublic: isReadByOthers,
      open: async (request) => (await of()).channels.threads?.open(request) ?? closed,
      below: async (...below) => (await of()).channels.threads?.below(...below) ?? closed,
    },
  };
}
