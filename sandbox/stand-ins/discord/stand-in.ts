import { dispatchInteraction } from "./dispatch.ts";
import { until } from "./emitter.ts";
import type { Fault } from "./faults.ts";
import type { Gateway } from "./gateway/gateway.ts";
import { GuildHandle } from "./guild/guild-handle.ts";
import { createGuild, type GuildSetup } from "./guild/guild-setup.ts";
import { isEphemeral, type Message } from "./guild/message.ts";
import { deleteMessage } from "./guild/message-store.ts";
import { renderGuild, renderGuildCreate } from "./guild/render-guild.ts";
import type { User } from "./guild/user.ts";
import { deliverEvent } from "./http/deliver.ts";
import { type AddressKind, enterAddress } from "./http/enter-address.ts";
import type { Signer } from "./http/signer.ts";
import type { Interaction } from "./interaction.ts";
import type { Command } from "./person/command.ts";
import { findDirectMessage } from "./person/direct-message.ts";
import { intent } from "./vocabulary.ts";
import type { WireEvent } from "./wire-event.ts";
import type { Guild, Problem, World } from "./world.ts";

/** Discord, as far as the bot can tell. Made by `createDiscordStandIn`. */
export class DiscordStandIn {
  /** The bot's base address: "http://127.0.0.1:PORT/api". */
  readonly apiUrl: string;
  readonly token: string;
  readonly applicationId: string;
  /** What the bot did that Discord does not allow. A good test ends with this empty. */
  readonly problems: Problem[];
  /** Connections as the driver sees them: `close(code)`, `drop()`, `requestReconnect()`, `invalidateSessions()`. */
  readonly gateway: Gateway;
  /** Signs as Discord does, for what goes to the bot over HTTP. */
  readonly signer: Signer;
  readonly #world: World;
  readonly #shutDown: () => Promise<void>;

  constructor(world: World, gateway: Gateway, shutDown: () => Promise<void>) {
    this.#world = world;
    this.#shutDown = shutDown;
    this.gateway = gateway;
    this.apiUrl = `${world.origin}/api`;
    this.token = world.token;
    this.applicationId = world.applicationId;
    this.problems = world.problems;
    this.signer = world.signer;
  }

  /** Somebody enters where interactions or events are to be sent. Rejects where the bot does not answer as Discord asks. */
  enterAddress(kind: AddressKind, url: string): Promise<void> {
    return enterAddress(this.#world, kind, url);
  }

  /** Cuts all connections and frees the port. */
  close(): Promise<void> {
    return this.#shutDown();
  }

  /** Called for every step on the wire; returns the function that ends the subscription. */
  onEvent(listener: (event: WireEvent) => void): () => void {
    return this.#world.events.subscribe(listener);
  }

  /** Waits until the bot is connected and, if one is named, has registered this command. */
  async ready({ command, timeoutMs = 10_000 }: { command?: string; timeoutMs?: number } = {}): Promise<void> {
    const isReady = () =>
      (this.gateway.connectedCount > 0 || this.#world.addresses.interactions !== undefined) &&
      (command === undefined || this.#hasCommand(command));
    const what = command === undefined ? "the bot to connect" : `the bot to connect and register /${command}`;
    await until(this.#world.events, () => isReady() || undefined, { timeoutMs, what });
  }

  /** The registered commands. */
  get commands(): Command[] {
    return [...this.#world.commands.values()];
  }

  /** How often the bot replaced its whole set of commands. */
  get commandPuts(): number {
    return this.#world.commandPuts;
  }

  get guilds(): GuildHandle[] {
    return [...this.#world.guilds.values()].map((guild) => new GuildHandle(this.#world, guild));
  }

  guild(id: string): GuildHandle {
    return new GuildHandle(this.#world, this.#findGuild(id));
  }

  /** The bot is invited to a new guild. */
  addGuild(setup: GuildSetup = {}): GuildHandle {
    const guild = createGuild(this.#world, setup);
    const { id } = guild;
    const data = guild.isAvailable ? renderGuildCreate(this.#world, guild) : { id, unavailable: true };
    this.#tellGuild("GUILD_CREATE", guild, data);
    this.#tellAuthorized(guild);
    return this.guild(id);
  }

  /** The bot is removed from a guild: from now on that is 10004, and its channels 50001. */
  removeGuild(id: string): void {
    const guild = this.#findGuild(id);
    this.#world.guilds.delete(id);
    this.#world.formerGuilds.set(id, guild);
    this.#tellGuild("GUILD_DELETE", guild, { id });
    void deliverEvent(this.#world, "APPLICATION_DEAUTHORIZED", { user: { id: guild.ownerId } });
  }

  /** A guild that removed the bot invites it again; its channels, roles and people are what they were. */
  inviteAgain(id: string): GuildHandle {
    const guild = this.#world.formerGuilds.get(id);
    if (guild === undefined) throw new Error(`No guild ${id} has removed the bot`);
    this.#world.formerGuilds.delete(id);
    this.#world.guilds.set(id, guild);
    this.#tellGuild("GUILD_CREATE", guild, renderGuildCreate(this.#world, guild));
    this.#tellAuthorized(guild);
    return this.guild(id);
  }

  /** Starts or ends an outage: the guild stays the bot's, but Discord cannot reach it. */
  setAvailable(id: string, isAvailable: boolean): void {
    const guild = this.#findGuild(id);
    guild.isAvailable = isAvailable;
    if (isAvailable) this.#tellGuild("GUILD_CREATE", guild, renderGuildCreate(this.#world, guild));
    else this.#tellGuild("GUILD_DELETE", guild, { id, unavailable: true });
  }

  /** Every message there is, public, ephemeral and direct, oldest first. */
  get everyMessage(): Message[] {
    return [...this.#world.messages.values()];
  }

  /** The person at the other end of a direct message channel; undefined for a channel of a guild. */
  recipientOf(channelId: string): string | undefined {
    return this.#world.channels.get(channelId)?.recipientId;
  }

  /** What everybody in a channel sees, oldest first. Ephemeral answers: `person.messages(channelId)`. */
  messages(channelId: string): Message[] {
    const messages = [...this.#world.messages.values()];
    return messages.filter((message) => message.channelId === channelId && !isEphemeral(message));
  }

  /** What the bot wrote to a person alone. */
  directMessages(userId: string): Message[] {
    const channel = findDirectMessage(this.#world, userId);
    return channel === undefined ? [] : this.messages(channel.id);
  }

  /** Whether the person takes messages from the bot; if not, sending is 50007. */
  setAcceptsDirectMessages(userId: string, accepts: boolean): void {
    this.#findUser(userId).acceptsDirectMessages = accepts;
  }

  /** A person with the right to do so deletes a message. */
  deleteMessage(id: string): void {
    const message = this.#world.messages.get(id);
    if (message !== undefined) deleteMessage(this.#world, message);
  }

  /** Sets what shall go wrong with the next matching REST requests. */
  fault(fault: Fault): void {
    this.#world.faults.push(fault);
  }

  clearFaults(): void {
    this.#world.faults.length = 0;
  }

  /** Sends a payload as it is: again, for a duplicate delivery, or changed, with an id from `nextId`. */
  dispatchInteraction(payload: Record<string, unknown>): Interaction {
    return dispatchInteraction(this.#world, payload);
  }

  /** A new id, `ageMs` old. */
  nextId(ageMs = 0): string {
    return this.#world.nextId(ageMs);
  }

  #tellAuthorized(guild: Guild): void {
    const { ownerId } = guild;
    const scopes = ["bot", "applications.commands"];
    const data = { integration_type: 0, user: { id: ownerId }, scopes, guild: renderGuild(guild) };
    void deliverEvent(this.#world, "APPLICATION_AUTHORIZED", data);
  }

  #hasCommand(name: string): boolean {
    return this.commands.some((command) => command.name === name);
  }

  #findGuild(id: string): Guild {
    const guild = this.#world.guilds.get(id);
    if (guild === undefined) throw new Error(`There is no guild ${id}`);
    return guild;
  }

  #findUser(id: string): User {
    const user = this.#world.users.get(id);
    if (user === undefined) throw new Error(`There is no user ${id}`);
    return user;
  }

  #tellGuild(event: string, { id }: Guild, data: Record<string, unknown>): void {
    this.#world.dispatches.emit({ event, data, guildId: id, intent: intent.guilds });
  }
}
