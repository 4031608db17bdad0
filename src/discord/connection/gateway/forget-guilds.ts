import { type Client, Events, GatewayDispatchEvents } from "discord.js";

/** What a server consists of, as GUILD_CREATE brings it: https://docs.discord.com/developers/events/gateway-events#guild-create */
const parts = [
  "channels",
  "emojis",
  "guild_scheduled_events",
  "members",
  "presences",
  "roles",
  "soundboard_sounds",
  "stage_instances",
  "stickers",
  "threads",
  "voice_states",
];

/**
 * Keeps discord.js from keeping servers: nobody reads its objects, of which an ordinary one has 70 kB, and every thread that
 * anybody opens there adds one. Of a server that it does not know it passes over whatever happens there. To be called when all
 * listen already who read these events themselves.
 */
export function forgetGuilds(client: Client): void {
  // It has counted already which are to come.
  client.ws.on(GatewayDispatchEvents.Ready, (data: unknown) => {
    if (data instanceof Object) Object.assign(data, { guilds: [] });
  });
  client.ws.on(GatewayDispatchEvents.GuildCreate, (data: unknown) => {
    if (!(data instanceof Object)) return;
    for (const part of parts) if (part in data) Object.assign(data, { [part]: [] });
  });
  // Before each event is taken up: what the one before has made is gone by then.
  client.on(Events.Raw, () => {
    client.guilds.cache.clear();
    client.channels.cache.clear();
  });
}
