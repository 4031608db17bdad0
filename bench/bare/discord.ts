import {
  type APIModalInteractionResponseCallbackData,
  Client,
  GatewayIntentBits,
  type InteractionReplyOptions,
} from "discord.js";
import { createPersonaWork } from "./persona-work.ts";
import { readSample } from "./sample.ts";

/** The least a discord.js program can be that opens the form, saves it, creates it in Tavus and answers. */
const sample = readSample<APIModalInteractionResponseCallbackData, InteractionReplyOptions>();
const work = createPersonaWork(sample);
const client = new Client({
  intents: [GatewayIntentBits.Guilds],
  rest: { api: process.env.DISCORD_API_URL ?? "" },
});

client.on("interactionCreate", async (interaction) => {
  const tenantId = `discord:${interaction.guildId}`;
  if (interaction.isChatInputCommand()) {
    const formId = await work.open(tenantId);
    await interaction.showModal({ ...sample.modal, custom_id: formId });
  } else if (interaction.isModalSubmit()) {
    const persona = await work.save(tenantId, interaction.customId);
    await persona.link();
    await interaction.reply(sample.message);
  }
});
client.on("clientReady", () => console.log('{"msg":"ready"}'));
await client.login(process.env.DISCORD_TOKEN);
