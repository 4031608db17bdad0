import { Client, GatewayIntentBits } from "discord.js";

/** discord.js with the guilds it keeps, and nothing else. */
const client = new Client({
  intents: [GatewayIntentBits.Guilds],
  rest: { api: process.env.DISCORD_API_URL ?? "" },
});
client.on("clientReady", () => console.log('{"msg":"ready"}'));
await client.login(process.env.DISCORD_TOKEN);
