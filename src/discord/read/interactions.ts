import { type Client, GatewayDispatchEvents } from "discord.js";
import { type Payload, readPayload } from "./payload.ts";

/**
 * Calls `take` with every interaction the moment it arrives, undefined for one that cannot be read. The raw event:
 * discord.js would hold interactions back until it is ready.
 */
export function watchInteractions(client: Client, take: (payload: Payload | undefined) => void): void {
  client.ws.on(GatewayDispatchEvents.InteractionCreate, (raw: unknown) => {
    const payload = readPayload(raw);
    if (raw instanceof Object) hideFromDiscordJs(raw);
    take(payload);
  });
}

/**
 * discord.js builds its own objects from the same payload after us. Nobody needs them, and one that lacks what it
 * expects makes it throw where nothing catches. It leaves alone what has no type it knows.
 */
function hideFromDiscordJs(raw: object): void {
  Object.assign(raw, { type: 0, channel: undefined });
}
