import { dispatchInteraction } from "../dispatch.ts";
import type { FileUpload } from "../guild/files.ts";
import { isEphemeral, type Message, renderMessage } from "../guild/message.ts";
import { createMessage } from "../guild/message-store.ts";
import { holds } from "../guild/permissions.ts";
import { Interaction } from "../interaction.ts";
import { type Action, interactionPayload, memberPermissions } from "../interaction-payload.ts";
import { interactionType } from "../vocabulary.ts";
import type { Channel, Guild, Member, World } from "../world.ts";
import { type Command, chatInputType, commandTypeOf, messageMenuType } from "./command.ts";
import { fillOptions, type OptionValue, refuseUnknown } from "./command-values.ts";
import { findDirectMessage, openDirectMessage } from "./direct-message.ts";
import { type FieldValue, fillModal } from "./modal-values.ts";
import { pressData } from "./press-data.ts";

const guildContext = 0;

/** Dates the interaction back, to try how the bot treats one that reaches it late. */
export interface Timing {
  ageMs?: number;
}

/** A member of a guild, doing what Discord's client lets a person do there. */
export class Person {
  readonly userId: string;
  readonly guildId: string;
  readonly #world: World;
  readonly #guild: Guild;
  readonly #member: Member;

  constructor(world: World, guild: Guild, member: Member) {
    this.#world = world;
    this.#guild = guild;
    this.#member = member;
    this.userId = member.user.id;
    this.guildId = guild.id;
  }

  get name(): string {
    return this.#member.user.name;
  }

  /** Runs a slash command. Throws what the client would: no such command or option, not permitted, missing value. */
  async command(
    channelId: string,
    name: string,
    options: Record<string, OptionValue> = {},
    timing: Timing = {},
  ): Promise<Interaction> {
    const command = this.#findCommand(name);
    const values = fillOptions({ world: this.#world, guild: this.#guild }, command, options);
    const data = { ...commandData(command), ...values };
    return this.#act(channelId, { type: interactionType.command, data }, timing);
  }

  /** Chooses a command in the menu of a message. Throws what the client would: no such command, not permitted. */
  async chooseOn(given: Message, name: string, timing: Timing = {}): Promise<Interaction> {
    const message = this.#current(given);
    const command = this.#findCommand(name, messageMenuType);
    const messages = { [message.id]: renderMessage(this.#world, message) };
    const data = { ...commandData(command), target_id: message.id, resolved: { messages } };
    return this.#act(message.channelId, { type: interactionType.command, data }, timing);
  }

  /** Writes to the bot itself, which hears of it over the gateway. */
  writeToBot(content: string): Message {
    const { id } = openDirectMessage(this.#world, this.userId);
    return this.say(id, content);
  }

  /** Writes a message, as people do; the bot hears nothing of it, except in a direct message. */
  say(channelId: string, content: string, files: FileUpload[] = []): Message {
    const placement = {
      id: this.#world.nextId(),
      channelId: this.#findChannel(channelId).id,
      author: this.#member.user,
      visibleTo: undefined,
      answers: undefined,
      isFollowUp: false,
    };
    const sent = files.map((file, key) => ({ ...file, key: String(key) }));
    return createMessage(this.#world, placement, { body: { content }, files: sent, prefix: [] });
  }

  /** Types into an option with autocomplete and returns what the bot suggests. `focused` has exactly one entry. */
  async suggest(
    channelId: string,
    name: string,
    focused: Record<string, string>,
    others: Record<string, string | number | boolean> = {},
  ): Promise<{ name: string; value: string | number }[]> {
    const command = this.#findCommand(name);
    const data = { ...commandData(command), options: focusedOptions(command, focused, others) };
    const interaction = this.#act(channelId, { type: interactionType.autocomplete, data });
    return (await interaction.answered()).choices ?? [];
  }

  /** Fills in the modal that answered `opened` and submits it. Inputs not given keep their prefilled values. */
  async submit(
    opened: Interaction,
    values: Record<string, FieldValue> = {},
    timing: Timing = {},
  ): Promise<Interaction> {
    const modal = await opened.modal();
    const data = fillModal({ world: this.#world, guild: this.#guild }, modal, values);
    const source = this.#world.messages.get(opened.facts.sourceMessageId ?? "");
    const message = source === undefined ? {} : { message: renderMessage(this.#world, source) };
    return this.#act(opened.facts.channelId, { type: interactionType.modalSubmit, data, ...message }, timing);
  }

  /** Presses a button or chooses from a select, found by `custom_id` or by its visible label. */
  async press(
    where: Message | Interaction,
    customIdOrLabel: string,
    values: string[] = [],
    timing: Timing = {},
  ): Promise<Interaction> {
    const message = this.#current(where instanceof Interaction ? await where.message() : where);
    const data = pressData({ world: this.#world, guild: this.#guild }, message, customIdOrLabel, values);
    const action = { type: interactionType.component, data, message: renderMessage(this.#world, message) };
    return this.#act(message.channelId, action, timing);
  }

  /** What this person sees in a channel, oldest first: what is public, and what is only for them. */
  messages(channelId: string): Message[] {
    return [...this.#world.messages.values()].filter(
      (message) => message.channelId === channelId && this.#canSee(message),
    );
  }

  /** The public threads, and the private ones that this person was added to. */
  get threads(): Channel[] {
    return [...this.#world.channels.values()].filter(
      ({ guildId, thread }) => guildId === this.guildId && thread && readsThread(thread, this.userId),
    );
  }

  /** What the bot wrote to this person alone. */
  get directMessages(): Message[] {
    const channel = findDirectMessage(this.#world, this.userId);
    return channel === undefined ? [] : this.messages(channel.id);
  }

  #canSee(message: Message): boolean {
    const thread = this.#world.channels.get(message.channelId)?.thread;
    if (thread && !readsThread(thread, this.userId)) return false;
    return !isEphemeral(message) || message.visibleTo === this.userId;
  }

  #current({ id }: Message): Message {
    const message = this.#world.messages.get(id);
    if (message === undefined) throw new Error(`Message ${id} was deleted`);
    if (!this.#canSee(message)) throw new Error(`${this.name} does not see message ${id}`);
    return message;
  }

  /** A command this person's client would list. */
  #findCommand(name: string, type = chatInputType): Command {
    const commands = [...this.#world.commands.values()];
    const command = commands.find(
      (candidate) => candidate.name === name && commandTypeOf(candidate) === type,
    );
    const names = commands.map((candidate) => `/${candidate.name}`).join(", ") || "none";
    if (command === undefined) throw new Error(`The bot has not registered /${name}; registered: ${names}`);
    if (command.contexts != null && !command.contexts.includes(guildContext))
      throw new Error(`/${name} cannot be used in a guild`);
    if (!this.#mayUse(command)) throw new Error(`${this.name} lacks the permissions that /${name} asks for`);
    return command;
  }

  /** "0" leaves administrators only; Discord lets them through always. */
  #mayUse({ default_member_permissions: needed }: Command): boolean {
    const held = memberPermissions(this.#guild, this.#member);
    if (needed == null) return true;
    return BigInt(needed) === 0n ? holds(held, allButAdministrator) : holds(held, BigInt(needed));
  }

  #act(channelId: string, action: Action, { ageMs = 0 }: Timing = {}): Interaction {
    const actor = { user: this.#member.user, channel: this.#findChannel(channelId), ageMs };
    return dispatchInteraction(this.#world, interactionPayload(this.#world, actor, action));
  }

  #findChannel(id: string): Channel {
    const channel = this.#world.channels.get(id);
    const isReachable = channel?.guildId === this.guildId || channel?.recipientId === this.userId;
    const isOpen = channel?.thread === undefined || readsThread(channel.thread, this.userId);
    if (channel === undefined || !isReachable || !isOpen)
      throw new Error(`${this.name} cannot see a channel ${id}`);
    return channel;
  }
}

function readsThread({ members }: NonNullable<Channel["thread"]>, userId: string): boolean {
  return members === "everybody" || members.has(userId);
}

/** More than any single grant covers: only administrators hold it. */
const allButAdministrator = 1n << 62n;

function commandData(command: Command): Record<string, unknown> {
  return { id: command.id, name: command.name, type: commandTypeOf(command) };
}

function focusedOptions(
  command: Command,
  focused: Record<string, string>,
  others: Record<string, unknown>,
): Record<string, unknown>[] {
  const [name, ...more] = Object.keys(focused);
  if (name === undefined || more.length > 0) throw new Error("Exactly one option has the focus");
  refuseUnknown(command, { ...focused, ...others });
  const options = command.options ?? [];
  if (options.find((option) => option.name === name)?.autocomplete !== true)
    throw new Error(`Option "${name}" of /${command.name} has no autocomplete`);
  const entered: Record<string, unknown> = { ...others, ...focused };
  return options
    .filter((option) => option.name in entered)
    .map(({ name: key, type }) => ({
      name: key,
      type,
      value: entered[key],
      ...(key === name && { focused: true }),
    }));
}
