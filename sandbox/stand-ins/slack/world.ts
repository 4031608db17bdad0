import { createResponseUrls, type ResponseUrls } from "./delivery/response-url-store.ts";
import { createFaults, type Faults } from "./faults.ts";
import { createFileStore, type FileStore } from "./files.ts";
import { createIds, type Ids } from "./ids.ts";
import { createJournal, type Journal } from "./journal.ts";
import { createMessageStore, type MessageStore } from "./message/messages.ts";
import { createTriggerStore, type TriggerStore } from "./payload/triggers.ts";
import { createSharedLinkStore, type SharedLinkStore } from "./unfurl/shared-links.ts";
import { createViewStore, type ViewStore } from "./view/views.ts";
import { createWorkspace, type Workspace, type WorkspaceSeed } from "./workspace.ts";

export type Credentials = {
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  /** Scopes granted at installation; the driver may add and remove some. */
  readonly scopes: Set<string>;
};

/** Everything Slack remembers, shared by all parts of the stand-in. */
export type World = {
  readonly credentials: Credentials;
  readonly workspace: Workspace;
  readonly clock: () => number;
  readonly ids: Ids;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly messages: MessageStore;
  readonly views: ViewStore;
  readonly triggers: TriggerStore;
  readonly files: FileStore;
  readonly responseUrls: ResponseUrls;
  readonly sharedLinks: SharedLinkStore;
  /** Why Slack takes the bot token no more, such as `account_inactive`; undefined while the app is installed. */
  tokenRefusal: string | undefined;
  /** Socket addresses handed out by apps.connections.open and not used yet. */
  readonly tickets: Set<string>;
  /** `http://127.0.0.1:PORT`, known once the server listens. */
  baseUrl: string;
};

export type WorldOptions = {
  /** Where several workspaces have one organization's app. Default: its own. */
  readonly files?: FileStore;
  readonly credentials: Credentials;
  readonly workspace?: WorkspaceSeed | undefined;
  readonly clock: () => number;
  readonly triggerLifetimeMs: number;
};

export function createWorld({
  credentials,
  workspace,
  clock,
  triggerLifetimeMs,
  files,
}: WorldOptions): World {
  const ids = createIds(clock, workspace?.tag);
  return {
    credentials,
    workspace: createWorkspace(workspace),
    clock,
    ids,
    journal: createJournal(clock),
    faults: createFaults(),
    messages: createMessageStore(),
    views: createViewStore(ids),
    triggers: createTriggerStore(ids, clock, triggerLifetimeMs),
    files: files ?? createFileStore(ids, clock),
    responseUrls: createResponseUrls(ids, clock),
    sharedLinks: createSharedLinkStore(),
    tokenRefusal: undefined,
    tickets: new Set(),
    baseUrl: "",
  };
}
