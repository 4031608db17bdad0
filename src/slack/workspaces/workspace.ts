import type { Channels } from "../../chat/channels.ts";
import type { SendDirect } from "../../chat/interaction.ts";
import type { Log } from "../../log.ts";
import { createDirectMessages, type DirectMessages } from "../answer/direct-messages.ts";
import { createSendDirect } from "../answer/send.ts";
import { createChannels } from "../channels.ts";
import { createWebClients, type SharedClients, type Tokens, type WebClients } from "../clients.ts";
import { createHomes, type Homes } from "../home/homes.ts";
import type { Home } from "../membership.ts";
import { createPeople, type KnownPeople, type People } from "../people.ts";

/** One workspace that the bot works in, and the ways to it: none of them leads to another. */
export type Workspace = {
  home: Home;
  clients: WebClients;
  direct: DirectMessages;
  people: People;
  channels: Channels;
  sendDirect: SendDirect;
  homes: Homes;
  /** The token of now. Rejects where there is none. */
  token(): Promise<string>;
};

/** What all workspaces share. */
export type Shared = { clients: SharedClients; known: KnownPeople; log: Log };

export function createWorkspace(
  { clients: shared, known, log }: Shared,
  options: {
    home: Home;
    tokens: Tokens;
    /** Whether the token of now is a whole organization's. */
    isOrganizations?(): boolean;
    /** A call was answered with this error code. */
    onRefused(code: string): void;
  },
): Workspace {
  const { home, tokens, isOrganizations = () => false } = options;
  const clients = createWebClients(shared, options);
  const direct = createDirectMessages(clients);
  const people = createPeople({ client: clients.repeatable, home, known, isOrganizations, log });
  return {
    home,
    clients,
    direct,
    people,
    channels: { ...createChannels(clients), unusableManagers: people.unusableManagers },
    sendDirect: createSendDirect({ clients, direct, log }),
    homes: createHomes({ clients, log }),
    token: () => tokens.current(),
  };
}

/** What Slack names in what it sends; `teamId` is a workspace's. */
export type Named = { teamId: string | undefined; enterpriseId: string | undefined };

/** The workspaces that the bot works in. */
export type Workspaces = {
  /** Undefined: the app is not installed there. Rejects where that cannot be known now. */
  find(named: Named): Promise<Workspace | undefined>;
  /** Stands for one that the app is not installed in: every call of it is refused. */
  absent: Workspace;
  /** A sentence that says where to install the app. */
  installHint: string;
};
