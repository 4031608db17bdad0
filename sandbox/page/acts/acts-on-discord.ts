import type { Interaction } from "../../stand-ins/discord/interaction.ts";
import type { Person } from "../../stand-ins/discord/person/person.ts";
import { readModalValues, readOptions } from "../picture/discord-entries.ts";
import type { Act } from "../protocol/act.ts";
import type { Stage } from "../stage.ts";
import { ActRefused } from "./act-refused.ts";

type DiscordAct<Name extends string> = Extract<Act, { kind: `discord.${Name}` }>;

export async function runDiscordCommand(stage: Stage, act: DiscordAct<"command">): Promise<void> {
  const command = stage.world.discord.commands.find(({ name }) => name === act.name);
  const person = personIn(stage, act);
  const interaction = await person.command(act.channelId, act.name, readOptions(command, act.options));
  stage.screen.remember(interaction.id, `/${act.name}`);
  await settle(stage, interaction);
}

export async function suggestOnDiscord(stage: Stage, act: DiscordAct<"suggest">): Promise<unknown> {
  const person = personIn(stage, act);
  return person.suggest(act.channelId, act.name, { [act.option]: act.typed });
}

/** The form stays open until the bot has answered: where it does not, nothing typed is lost. */
export async function submitDiscordModal(stage: Stage, act: DiscordAct<"submit">): Promise<void> {
  const opened = stage.screen.modal(act.interactionId);
  const person = personIn(stage, opened.facts);
  const interaction = await person.submit(opened, readModalValues(act.values));
  stage.screen.remember(interaction.id, stage.screen.textOf(opened.id));
  await interaction.answered().catch(() => {
    throw new ActRefused("Something went wrong. Try again.");
  });
  stage.screen.dismiss(act.interactionId);
}

export function dismissDiscordModal(stage: Stage, { interactionId }: DiscordAct<"dismiss">): void {
  stage.screen.dismiss(interactionId);
}

export async function pressOnDiscord(stage: Stage, act: DiscordAct<"press">): Promise<void> {
  const { userId, messageId, customId, values } = act;
  const message = stage.world.discord.everyMessage.find(({ id }) => id === messageId);
  if (message === undefined) throw new ActRefused("This message was deleted.");
  const person = personIn(stage, { userId, channelId: message.channelId });
  await settle(stage, await person.press(message, customId, values));
}

export function sayOnDiscord(stage: Stage, act: DiscordAct<"say">): void {
  const direct = act.channelId.startsWith("dm:");
  if (direct) throw new ActRefused("The bot reads commands only: type / in a channel.");
  personIn(stage, act).say(act.channelId, act.text);
}

export async function chooseOnDiscordMessage(stage: Stage, act: DiscordAct<"chooseOn">): Promise<void> {
  const message = stage.world.discord.everyMessage.find(({ id }) => id === act.messageId);
  if (message === undefined) throw new ActRefused("This message was deleted.");
  const person = personIn(stage, { userId: act.userId, channelId: message.channelId });
  const interaction = await person.chooseOn(message, act.name);
  stage.screen.remember(interaction.id, act.name);
  await settle(stage, interaction);
}

/** The person who acts; for a direct message any server will do in which they are known. */
function personIn({ world }: Stage, place: { userId: string; channelId: string }): Person {
  const { guilds } = world.discord;
  const guild =
    guilds.find(({ channels }) => channels.some(({ id }) => id === place.channelId)) ??
    guilds.find(({ members }) => members.some(({ user }) => user.id === place.userId));
  if (guild === undefined) throw new ActRefused("Nobody like that is in this server.");
  return guild.member(place.userId);
}

async function settle(stage: Stage, interaction: Interaction): Promise<void> {
  const answer = await interaction.answered().catch(() => {
    throw new ActRefused("The application did not respond.");
  });
  if (answer.modal) stage.screen.open(interaction);
}
