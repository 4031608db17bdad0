import { type Client, GatewayDispatchEvents } from "discord.js";
import { z } from "zod";
import type { JoinedGuild } from "../connection.ts";

const readySchema = z.object({
  application: z.object({ id: z.string() }),
  guilds: z.array(z.object({ id: z.string() })).default([]),
});

const guildSchema = z.object({
  id: z.string(),
  unavailable: z.boolean().optional(),
  system_channel_id: z.string().nullish(),
});

/** What READY says: who the bot is, and every guild it is in, available or not. */
export type Ready = { applicationId: string; guildIds: string[] };

export type GuildWatcher = {
  onReady(ready: Ready): void;
  /** A guild that comes back from an outage has not joined. One that joined meanwhile stands in READY alone. */
  onGuildJoined(guild: JoinedGuild): void;
  /** The bot was removed or the guild deleted; an outage does not count. */
  onGuildLeft(guildId: string): void;
  /** An event that does not look as documented, by its name. */
  onUnreadable(event: string): void;
};

/** Follows which guilds the bot is in, and returns them. READY comes again when a session could not be resumed. */
export function watchGuilds(client: Client, watcher: GuildWatcher): ReadonlySet<string> {
  const known = new Set<string>();
  client.ws.on(GatewayDispatchEvents.Ready, (data: unknown) => {
    const ready = readySchema.safeParse(data).data;
    if (!ready) return watcher.onUnreadable("READY");
    const { application, guilds } = ready;
    const guildIds = guilds.map(({ id }) => id);
    known.clear();
    for (const id of guildIds) known.add(id);
    watcher.onReady({ applicationId: application.id, guildIds });
  });
  client.ws.on(GatewayDispatchEvents.GuildCreate, (data: unknown) => {
    const guild = guildSchema.safeParse(data).data;
    if (!guild) return watcher.onUnreadable("GUILD_CREATE");
    const { id, unavailable, system_channel_id: systemChannelId } = guild;
    // One that is joined in an outage comes again, whole, when that is over.
    if (unavailable || known.has(id)) return;
    known.add(id);
    watcher.onGuildJoined({ id, ...(systemChannelId != null && { systemChannelId }) });
  });
  client.ws.on(GatewayDispatchEvents.GuildDelete, (data: unknown) => {
    const guild = guildSchema.safeParse(data).data;
    if (!guild) return watcher.onUnreadable("GUILD_DELETE");
    const { id, unavailable } = guild;
    if (!unavailable && known.delete(id)) watcher.onGuildLeft(id);
  });
  return known;
}
