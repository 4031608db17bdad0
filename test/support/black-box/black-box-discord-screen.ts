import { randomBytes } from "node:crypto";
import { z } from "zod";
import { isEphemeral, isLoading, type Message } from "../../../sandbox/stand-ins/discord/guild/message.ts";
import type { Interaction } from "../../../sandbox/stand-ins/discord/interaction.ts";
import type { Modal } from "../../../sandbox/stand-ins/discord/person/modal.ts";
import type { Person } from "../../../sandbox/stand-ins/discord/person/person.ts";
import { walkComponents } from "../../../sandbox/stand-ins/discord/rules/component-walk.ts";
import type { DiscordStandIn } from "../../../sandbox/stand-ins/discord/stand-in.ts";
import { componentType, interactionType } from "../../../sandbox/stand-ins/discord/vocabulary.ts";
import type { Component } from "../../../sandbox/stand-ins/discord/wire.ts";
import { discordLines } from "../../../sandbox/tour/print-chat.ts";
import type {
  Entries,
  Form,
  FormIdentity,
  PressableButton,
  Seen,
  Submission,
  TextFile,
} from "./black-box-chat.ts";

/** Where and as whom somebody acts. */
export type DiscordPlace = { discord: DiscordStandIn; person: Person; channelId: string };

export function isFile(entry: Entries[string]): entry is TextFile {
  return typeof entry === "object" && !Array.isArray(entry);
}

/** The form that answered what a person did. */
export async function readForm(place: DiscordPlace, opened: Interaction): Promise<Form> {
  const modal = await opened.modal();
  return {
    identity: identityOf(modal),
    value: (key) => standingValue(modal, key),
    // It closes as it is sent.
    stands: () => false,
    async submit(entries = {}) {
      const values = Object.entries(entries).flatMap(([key, entry]) => (isFile(entry) ? [] : [[key, entry]]));
      return submitted(place, await place.person.submit(opened, Object.fromEntries(values)));
    },
    async submitRaw(entries, identity = identityOf(modal)) {
      const payload = rawSubmission(place, { opened, modal, entries, identity });
      return submitted(place, place.discord.dispatchInteraction(payload));
    },
  };
}

/** What makes a payload another delivery. */
export function newDelivery(discord: DiscordStandIn): { id: string; token: string } {
  return { id: discord.nextId(), token: randomBytes(48).toString("base64url") };
}

const actedSchema = z.object({ member: z.object({ user: z.object({ id: z.string() }) }) });

/** The payload of something that this person has done and that leaves no message. */
export async function silentPayload({ discord, person, channelId }: DiscordPlace) {
  const payloads: Record<string, unknown>[] = [];
  const stop = discord.onEvent((event) => {
    if (event.kind === "interaction") payloads.push(event.payload);
  });
  await person.suggest(channelId, "persona-show", { persona: "" });
  stop();
  const isMine = (payload: unknown) => actedSchema.parse(payload).member.user.id === person.userId;
  const mine = payloads.find(isMine);
  if (!mine) throw new Error("This person has done nothing.");
  return mine;
}

const identityPattern = /^pf1:form:([^:]+):(.+)$/;

function identityOf({ customId }: Modal): FormIdentity {
  const [, command = "", formId = ""] = identityPattern.exec(customId) ?? [];
  return { command, formId };
}

function standingValue(modal: Modal, key: string): string | string[] {
  const { prefilled } = modal.field(key);
  return typeof prefilled === "boolean" ? String(prefilled) : prefilled;
}

type RawSubmission = { opened: Interaction; modal: Modal; entries: Entries; identity: FormIdentity };

/** The payload of a submit with values that the client would not let through. */
function rawSubmission(
  { discord }: DiscordPlace,
  { opened, modal, entries, identity }: RawSubmission,
): Record<string, unknown> {
  const own = modal.fields.map(({ customId, type }) => {
    const value = entries[customId] ?? standingValue(modal, customId);
    const content = Array.isArray(value) ? { values: value } : { value };
    return { type, custom_id: customId, ...content };
  });
  const foreign = Object.entries(entries)
    .filter(([key]) => !modal.fields.some(({ customId }) => customId === key))
    .map(([key, value]) => ({ type: componentType.textInput, custom_id: key, value }));
  const components = [...own, ...foreign].map((component) => ({ type: componentType.label, component }));
  const data = { custom_id: `pf1:form:${identity.command}:${identity.formId}`, components };
  return { ...opened.payload, ...newDelivery(discord), type: interactionType.modalSubmit, data };
}

function submitted(place: DiscordPlace, interaction: Interaction): Submission {
  return {
    async refusal() {
      const message = await interaction.settled((shown) =>
        discordLines(shown).join().includes("Not saved yet"),
      );
      const seen = see(place, message);
      return { text: seen.text, form: await seen.pressForForm("Open again") };
    },
    async said() {
      return see(place, await interaction.settled((shown) => !isLoading(shown))).text;
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

/** A message of Discord's as this person reads it. */
export function see(place: DiscordPlace, message: Message): Seen {
  const { person } = place;
  const { everyone, userIds, roleIds } = message.mentions;
  const [menu] = controlsIn(message, componentType.stringSelect);
  return {
    id: message.id,
    text: discordLines(message).join("\n"),
    raw: JSON.stringify(message),
    buttons: controlsIn(message, componentType.button).map(readButton),
    choices: menu?.options?.map(({ label, value }) => ({ label, value })) ?? [],
    isWorking: isLoading(message) || discordLines(message).join().includes("Working on it…"),
    isPublic: !isEphemeral(message),
    mentions: everyone || userIds.length > 0 || roleIds.length > 0,
    press: async (label) => void (await person.press(message, label)),
    pressForForm: async (label) => readForm(place, await person.press(message, label)),
    choose: async (value) => void (await person.press(message, menu?.custom_id ?? "", [value])),
    forge: (code) => forge(place, message, code),
    readFile: async (name) => fileOf(message, name),
  };
}

function controlsIn({ components }: Message, type: number): Component[] {
  const all = [...walkComponents(components)].map(({ component }) => component);
  return all.filter((component) => component.type === type);
}

function readButton({ label = "", custom_id: code = "" }: Component): PressableButton {
  return { label, code };
}

function fileOf({ attachments }: Message, name: string): string {
  const file = attachments.find(({ filename }) => filename === name);
  if (!file) throw new Error(`No file ${name} hangs on this message.`);
  return Buffer.from(file.bytes).toString();
}

async function forge(place: DiscordPlace, message: Message, code: string): Promise<void> {
  const { discord } = place;
  discord.dispatchInteraction({
    ...(await silentPayload(place)),
    ...newDelivery(discord),
    type: interactionType.component,
    data: { component_type: componentType.button, custom_id: code },
    message: { id: message.id, flags: message.flags },
  });
}
