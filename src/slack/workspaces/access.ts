import type { Channels } from "../../chat/channels.ts";
import type { SendDirect } from "../../chat/interaction.ts";
import type { HttpListener } from "../connection/connection.ts";
import type { Removal } from "../removal.ts";
import type { WorkspaceNews } from "../workspace-events.ts";
import type { Shared, Workspaces } from "./workspace.ts";

export type AccessOptions = {
  shared: Shared;
  onImpaired(sentence: string | undefined): void;
  /** The workspaces the bot is in, before anything comes from them. */
  onTenants?: ((tenants: { teamIds: string[] }) => void | Promise<void>) | undefined;
  /** The app was removed from the workspace. */
  onRemoved?: ((teamId: string, because: Removal) => void | Promise<void>) | undefined;
  /** Somebody opened the app's messages. */
  onHome?: ((teamId: string, userId: string) => void | Promise<void>) | undefined;
};

/** How the bot comes by the tokens of its workspaces: it was given one, or people install the app themselves. */
export type Access = {
  workspaces: Workspaces;
  /** Asks Slack whether it lets the bot in. Rejects with PlatformTrouble where it does not. */
  begin(): Promise<{ ownerId: string; grantedScopes: readonly string[] }>;
  /** Says which workspaces the bot is in. */
  tell(): Promise<void>;
  /** The app of the bot's token, where there is one and Slack says so. */
  findAppId(): Promise<string | undefined>;
  news: WorkspaceNews;
  channelsOf(teamId: string): Channels;
  sendDirectFor(teamId: string): SendDirect;
  /** Pages for browsers, where people install the app. */
  pages?: HttpListener;
  close(): Promise<void>;
};
