import { onTestFinished } from "vitest";
import { createDiscordStandIn, type DiscordStandInOptions } from "../../sandbox/stand-ins/discord/server.ts";
import type { DiscordStandIn } from "../../sandbox/stand-ins/discord/stand-in.ts";
import type { Answering, Dispatch, Interaction } from "../../src/chat/interaction.ts";
import type { State } from "../../src/chat/state.ts";
import { type BotOptions, createBot } from "../../src/discord/bot.ts";
import type { JoinedGuild } from "../../src/discord/connection/connection.ts";
import { createLog } from "../../src/log.ts";
import { listings } from "./samples.ts";

/** The services of a bot under test, and what it reported to them. */
export type Reports = {
  fatal: string[];
  disconnected: string[];
  impaired: (string | undefined)[];
  tenants: string[][];
  /** Of which servers the newest of these says anything. */
  covers(guildId: string): boolean;
  joined: JoinedGuild[];
  left: string[];
  /** Everything it logged. */
  lines: string[];
};

export function memoryState(): State {
  const values = new Map<string, string>();
  return {
    get: async (tenantId, name) => values.get(`${tenantId} ${name}`),
    set: async (tenantId, name, value) => void values.set(`${tenantId} ${name}`, value),
  };
}

/** A bot that is not started yet; both it and the stand-in are closed when the test ends. */
export async function aBot(change: Partial<BotOptions> & { standIn?: DiscordStandInOptions } = {}) {
  const { standIn: standInOptions, ...options } = change;
  const standIn = await createDiscordStandIn(standInOptions);
  onTestFinished(() => standIn.close());
  return { standIn, ...botFor(standIn, options) };
}

/** One more bot for a stand-in that is already there. */
export function botFor(standIn: DiscordStandIn, options: Partial<BotOptions> = {}) {
  const reports: Reports = {
    fatal: [],
    disconnected: [],
    impaired: [],
    tenants: [],
    covers: () => false,
    joined: [],
    left: [],
    lines: [],
  };
  const bot = createBot({
    token: standIn.token,
    apiUrl: standIn.apiUrl,
    log: createLog({ level: "debug", destination: { write: (line) => void reports.lines.push(line) } }),
    commands: listings,
    dispatch: async () => undefined,
    state: memoryState(),
    onConnected: () => undefined,
    onDisconnected: (reason) => void reports.disconnected.push(reason),
    onImpaired: (sentence) => void reports.impaired.push(sentence),
    onLost: ({ message }) => void reports.fatal.push(message),
    onTenants({ guildIds, covers }) {
      reports.tenants.push(guildIds);
      reports.covers = covers;
    },
    onGuildJoined: (guild) => void reports.joined.push(guild),
    onGuildLeft: (guildId) => void reports.left.push(guildId),
    ...options,
  });
  onTestFinished(() => bot.close());
  return { bot, reports };
}

/** A started bot whose interactions are handled by `dispatch`, with a guild, a channel and a person to act there. */
export async function aStartedBot(dispatch: Dispatch, change: Partial<BotOptions> = {}) {
  const started = await aBot({ ...change, dispatch });
  await started.bot.start();
  const [guild] = started.standIn.guilds;
  if (!guild) throw new Error("The stand-in has no guild");
  const channelId = guild.channel("general").id;
  return { ...started, guild, channelId, ada: guild.addMember({ name: "Ada" }) };
}

/** Answers each kind of interaction with the function given for it; a kind without one fails the test by silence. */
export function dispatchOf(
  handlers: {
    [K in Interaction["kind"]]?: (
      interaction: Interaction & { kind: K },
      answering: Answering,
    ) => Promise<unknown>;
  },
): Dispatch {
  return async (interaction, answering) => {
    if (interaction.kind === "command") await handlers.command?.(interaction, answering);
    if (interaction.kind === "form") await handlers.form?.(interaction, answering);
    if (interaction.kind === "button") await handlers.button?.(interaction, answering);
    if (interaction.kind === "suggest") await handlers.suggest?.(interaction, answering);
  };
}
