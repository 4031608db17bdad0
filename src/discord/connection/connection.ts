import type { IncomingMessage, ServerResponse } from "node:http";
import type { REST } from "discord.js";
import type { ConnectionWatch } from "../../chat/platform-trouble.ts";
import type { Log } from "../../log.ts";

/** A guild that somebody has just invited the bot to; Discord's own notices go to its system channel. */
export type JoinedGuild = { id: string; systemChannelId?: string };

/** Every guild the bot is in of those that `covers` names: what is said here says nothing of any other. */
export type Presence = { guildIds: string[]; covers(guildId: string): boolean };

export type ConnectionOptions = ConnectionWatch & {
  token: string;
  apiUrl: string;
  log: Log;
  /** All guilds that the bot is in, of all shards, once that is known, and at every change. */
  onEveryGuild?(guildIds: string[]): void | Promise<void>;
  /** All guilds the bot is in, before anything comes from them; again whenever Discord begins anew. */
  onTenants?(presence: Presence): void | Promise<void>;
  /** The bot was invited while it was connected; whom it was invited by meanwhile is in `onTenants` alone. */
  onGuildJoined?(guild: JoinedGuild): void | Promise<void>;
  /** The bot was removed or the guild deleted; an outage does not count. */
  onGuildLeft?(guildId: string): void | Promise<void>;
};

export type HttpListener = (request: IncomingMessage, response: ServerResponse) => void;

/** One of so many gateway connections that this process holds. `isReady`: its servers are served. */
export type HeldShard = { id: number; count: number; isReady: boolean };

/** The bot's way into Discord and out of it. */
export type Connection = {
  /** For requests with the bot's own token; it waits out what Discord asks for. */
  rest: REST;
  /** Resolves once people can be served and `onTenants` is done. Rejects with PlatformTrouble, or as `onTenants` does. */
  open(impatient: REST): Promise<{ applicationId: string }>;
  /** Lets other processes take over what comes to this one; resolves when they have, or where nobody can. */
  drain?(): Promise<void>;
  close(): Promise<void>;
  /** Over the gateway only: what of it is held here, ready or not. */
  shards?(): HeldShard[];
  /** Over HTTP only: what Discord's deliveries go to. */
  httpListener?: HttpListener;
};
