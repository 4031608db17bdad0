import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { GuildHandle } from "../../../sandbox/stand-ins/discord/guild/guild-handle.ts";
import { everyonePermissions, permission } from "../../../sandbox/stand-ins/discord/guild/permissions.ts";
import type { DiscordStandIn } from "../../../sandbox/stand-ins/discord/stand-in.ts";
import { interactionType } from "../../../sandbox/stand-ins/discord/vocabulary.ts";
import type { Chat, Entries, TextFile } from "./black-box-chat.ts";
import {
  type DiscordPlace,
  isFile,
  newDelivery,
  readForm,
  see,
  silentPayload,
} from "./black-box-discord-screen.ts";

const createCommand = "persona-create";
const commandDataSchema = z.looseObject({ name: z.string() });

export type DiscordChatOptions = {
  /** Default: the first. */
  guild?: GuildHandle;
  isAdmin?: boolean;
  /** Ids of roles. */
  roles?: string[];
};

/** A new member of a guild. */
export function createDiscordChat(
  discord: DiscordStandIn,
  { guild = firstGuild(discord), isAdmin = false, roles = [] }: DiscordChatOptions = {},
): Chat {
  const permissions = isAdmin ? everyonePermissions | permission.manageGuild : everyonePermissions;
  const person = guild.addMember({ name: `member-${randomBytes(4).toString("hex")}`, permissions, roles });
  const place: DiscordPlace = { discord, person, channelId: guild.channel("general").id };
  const run = (command: string, options: Entries = {}) =>
    person.command(place.channelId, command, optionsOf(options));
  const useMessage = (text: string, files: TextFile[] = []) =>
    person.useOn(person.say(place.channelId, text, files.map(asUpload)), "Use as persona prompt");
  return {
    platform: "Discord",
    tenantId: `discord:${guild.id}`,
    userId: person.userId,
    openForm: async (early) => readForm(place, await run(createCommand, early)),
    runCommand: async (early) => void (await run(createCommand, early)),
    run: async (command, options) => void (await run(command, options)),
    async forceRun(name) {
      const payload = await silentPayload(place);
      const data = { ...commandDataSchema.parse(payload.data), name, options: [] };
      discord.dispatchInteraction({
        ...payload,
        ...newDelivery(discord),
        type: interactionType.command,
        data,
      });
    },
    runForForm: async (command, options) => readForm(place, await run(command, options)),
    useMessage: async (text, files) => void (await useMessage(text, files)),
    useMessageForForm: async (text, files) => readForm(place, await useMessage(text, files)),
    async suggestReplicas(typed) {
      const choices = await person.suggest(place.channelId, createCommand, { replica: typed });
      return choices.map(({ name }) => name);
    },
    async offeredPersonas(command, typed) {
      const choices = await person.suggest(place.channelId, command, { persona: typed });
      return choices.map(({ name, value }) => ({ label: name, value: String(value) }));
    },
    messages: () =>
      [
        ...person.messages(place.channelId),
        ...person.threads.flatMap(({ id }) => person.messages(id)),
        ...person.directMessages,
      ].map((message) => see(place, message)),
    directMessages: () => person.directMessages.map((message) => see(place, message)),
    setTakesDirectMessages: (takes) => discord.setAcceptsDirectMessages(person.userId, takes),
  };
}

function firstGuild(discord: DiscordStandIn): GuildHandle {
  const [guild] = discord.guilds;
  if (!guild) throw new Error("The stand-in has no guild.");
  return guild;
}

function optionsOf(entries: Entries) {
  return Object.fromEntries(
    Object.entries(entries).map(([key, entry]) => [key, isFile(entry) ? asUpload(entry) : String(entry)]),
  );
}

function asUpload({ name, bytes }: TextFile) {
  return { filename: name, contentType: "text/plain", bytes };
}
