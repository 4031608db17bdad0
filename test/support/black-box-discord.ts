import { randomBytes } from "node:crypto";
import type { GuildHandle } from "../../sandbox/discord/guild-handle.ts";
import type { Interaction } from "../../sandbox/discord/interaction.ts";
import { isEphemeral, isLoading, type Message } from "../../sandbox/discord/message.ts";
import type { Modal } from "../../sandbox/discord/modal.ts";
import type { Person } from "../../sandbox/discord/person.ts";
import type { DiscordStandIn } from "../../sandbox/discord/stand-in.ts";
import { discordLines } from "../../sandbox/print-chat.ts";
import type { Chat, Entries, Form, Seen, Submission, TextFile } from "./black-box-chat.ts";

const command = "persona-create";
const modalSubmit = 5;

type Place = { discord: DiscordStandIn; person: Person; channelId: string };

/** A new member of a guild, by default of the first. */
export function createDiscordChat(discord: DiscordStandIn, guild = firstGuild(discord)): Chat {
  const person = guild.addMember({ name: `member-${randomBytes(4).toString("hex")}` });
  const place = { discord, person, channelId: guild.channel("general").id };
  const run = (early: Entries = {}) => person.command(place.channelId, command, optionsOf(early));
  return {
    platform: "Discord",
    tenantId: `discord:${guild.id}`,
    userId: person.userId,
    openForm: async (early) => readForm(place, await run(early)),
    runCommand: async (early) => void (await run(early)),
    async suggestReplicas(typed) {
      const choices = await person.suggest(place.channelId, command, { replica: typed });
      return choices.map(({ name }) => name);
    },
    messages: () =>
      [...person.messages(place.channelId), ...person.directMessages].map((message) => see(place, message)),
    directMessages: () => person.directMessages.map((message) => see(place, message)),
    setTakesDirectMessages: (takes) => discord.setAcceptsDirectMessages(person.userId, takes),
  };
}

function firstGuild(discord: DiscordStandIn): GuildHandle {
  const [guild] = discord.guilds;
  if (!guild) throw new Error("The stand-in has no guild.");
  return guild;
}

function isFile(entry: Entries[string]): entry is TextFile {
  return typeof entry === "object" && !Array.isArray(entry);
}

function optionsOf(entries: Entries) {
  return Object.fromEntries(
    Object.entries(entries).map(([key, entry]) => [
      key,
      isFile(entry) ? { filename: entry.name, contentType: "text/plain", bytes: entry.bytes } : String(entry),
    ]),
  );
}

async function readForm(place: Place, opened: Interaction): Promise<Form> {
  const modal = await opened.modal();
  return {
    value: (key) => standingValue(modal, key),
    async submit(entries = {}) {
      const values = Object.entries(entries).flatMap(([key, entry]) => (isFile(entry) ? [] : [[key, entry]]));
      return submitted(place, await place.person.submit(opened, Object.fromEntries(values)));
    },
    async submitRaw(entries) {
      return submitted(
        place,
        place.discord.dispatchInteraction(rawSubmission(place, { opened, modal, entries })),
      );
    },
  };
}

function standingValue(modal: Modal, key: string): string | string[] {
  const { prefilled } = modal.field(key);
  return typeof prefilled === "boolean" ? String(prefilled) : prefilled;
}

/** The payload of a submit with values that the client would not let through. */
function rawSubmission(
  { discord }: Place,
  { opened, modal, entries }: { opened: Interaction; modal: Modal; entries: Entries },
): Record<string, unknown> {
  const components = modal.fields.map(({ customId, type }) => {
    const value = entries[customId] ?? standingValue(modal, customId);
    const content = Array.isArray(value) ? { values: value } : { value };
    return { type: 18, component: { type, custom_id: customId, ...content } };
  });
  const data = { custom_id: modal.customId, components };
  return { ...opened.payload, ...newDelivery(discord), type: modalSubmit, data };
}

/** What makes a payload another delivery. */
function newDelivery(discord: DiscordStandIn): { id: string; token: string } {
  return { id: discord.nextId(), token: randomBytes(48).toString("base64url") };
}

function submitted(place: Place, interaction: Interaction): Submission {
  return {
    async refusal() {
      const message = await interaction.settled((shown) =>
        discordLines(shown).join().includes("Not saved yet"),
      );
      const seen = see(place, message);
      return { text: seen.text, form: await seen.pressForForm("Open again") };
    },
    replay: () => void place.discord.dispatchInteraction(interaction.payload),
    again: () =>
      void place.discord.dispatchInteraction({ ...interaction.payload, ...newDelivery(place.discord) }),
    isAcknowledged: () =>
      interaction.answered().then(
        () => true,
        () => false,
      ),
  };
}

function see(place: Place, message: Message): Seen {
  const { everyone, userIds, roleIds } = message.mentions;
  return {
    text: discordLines(message).join("\n"),
    isWorking: isLoading(message),
    isPublic: !isEphemeral(message),
    mentions: everyone || userIds.length > 0 || roleIds.length > 0,
    press: async (label) => void (await place.person.press(message, label)),
    pressForForm: async (label) => readForm(place, await place.person.press(message, label)),
  };
}
