/** Imports the libraries our bot runs with, connects to both platforms, and does nothing. */
const [{ App }, { Client, GatewayIntentBits }] = await Promise.all([
  import("@slack/bolt"),
  import("discord.js"),
  import("better-sqlite3"),
  import("kysely"),
  import("node-fetch"),
  import("pino"),
  import("zod"),
]);

const client = new Client({
  intents: [GatewayIntentBits.Guilds],
  rest: { api: process.env.DISCORD_API_URL ?? "" },
});
const app = new App({
  token: process.env.SLACK_BOT_TOKEN ?? "",
  appToken: process.env.SLACK_APP_TOKEN ?? "",
  socketMode: true,
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL ?? "" },
});
const isReady = new Promise((resolve) => client.once("clientReady", resolve));
await Promise.all([app.start(), client.login(process.env.DISCORD_TOKEN), isReady]);
process.stdout.write('{"msg":"ready"}\n');
