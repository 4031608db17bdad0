import { createServer } from "node:http";
import { onTestFinished } from "vitest";
import {
  createSlackStandIn,
  type SlackStandIn,
  type SlackStandInOptions,
} from "../../sandbox/stand-ins/slack/stand-in.ts";
import type { Answering, Dispatch, Interaction } from "../../src/chat/interaction.ts";
import type { Reply } from "../../src/chat/reply.ts";
import { createLog } from "../../src/log.ts";
import { type Bot, type BotOptions, createBot } from "../../src/slack/bot.ts";
import { anOpenForm, sampleForm } from "./sample-form.ts";

export const channel = "C0GENERAL";

export const commands = [
  { name: "persona-create", summary: "Make a persona", access: "manager" as const, form: sampleForm },
  { name: "persona-show", summary: "Show a persona", access: "member" as const },
];

/** What a test does with one interaction; without one of its kind, nothing happens. */
export type Handlers = {
  [Kind in Interaction["kind"]]?: (
    interaction: Extract<Interaction, { kind: Kind }>,
    answering: Answering,
  ) => Promise<unknown>;
};

export const done: Reply = { tone: "success", title: "Done" };

/** A command opens the form; the form is accepted and answered. */
export const formHandlers: Handlers = {
  command: (_interaction, answering) => answering.openForm(anOpenForm()),
  async form(_interaction, answering) {
    await answering.acceptForm();
    await answering.answer(done);
  },
};

export function dispatchTo(handlers: Handlers, seen: Interaction[]): Dispatch {
  return async (interaction, answering) => {
    seen.push(interaction);
    switch (interaction.kind) {
      case "command":
        await handlers.command?.(interaction, answering);
        break;
      case "form":
        await handlers.form?.(interaction, answering);
        break;
      case "button":
        await handlers.button?.(interaction, answering);
        break;
      case "suggest":
        await handlers.suggest?.(interaction, answering);
        break;
      case "fill":
        await handlers.fill?.(interaction, answering);
        break;
    }
  };
}

/** What a bot of a test tells besides its answers. */
export function createRecords() {
  const lines: string[] = [];
  const kept = new Map<string, string>();
  return {
    seen: [] as Interaction[],
    lines,
    fatal: [] as string[],
    disconnected: [] as string[],
    impaired: [] as (string | undefined)[],
    teamIds: [] as string[],
    log: createLog({ level: "debug", destination: { write: (line: string) => void lines.push(line) } }),
    state: {
      get: async (tenantId: string, name: string) => kept.get(`${tenantId} ${name}`),
      set: async (tenantId: string, name: string, value: string) =>
        void kept.set(`${tenantId} ${name}`, value),
    },
  };
}

export type Records = ReturnType<typeof createRecords>;

type BotChange = Partial<Extract<BotOptions, { botToken: string }>> & {
  records?: Records;
  /** After how long the bot gives up a socket that says nothing, and opens another after one that was closed. */
  silenceMs?: number;
};

export function aBot(
  standIn: SlackStandIn,
  handlers: Handlers,
  { records = createRecords(), silenceMs, ...change }: BotChange = {},
) {
  const { appToken, botToken } = standIn.credentials;
  const bot = createBot({
    botToken,
    mode: { kind: "socket", appToken, ...(silenceMs !== undefined && { silenceMs }) },
    apiUrl: standIn.apiUrl,
    log: records.log,
    commands,
    state: records.state,
    dispatch: dispatchTo(handlers, records.seen),
    onConnected: () => undefined,
    onDisconnected: (reason) => void records.disconnected.push(reason),
    onImpaired: (sentence) => void records.impaired.push(sentence),
    onLost: ({ message }) => void records.fatal.push(message),
    onTenants: ({ teamIds }) => void records.teamIds.push(...teamIds),
    ...change,
  });
  onTestFinished(() => bot.close());
  return { bot, records };
}

export async function startStandIn(options: SlackStandInOptions = {}): Promise<SlackStandIn> {
  const standIn = await createSlackStandIn(options);
  onTestFinished(() => standIn.close());
  return standIn;
}

/** A Slack and the bot connected to it by Socket Mode. */
export async function startSlack(
  handlers: Handlers,
  { silenceMs, ...options }: SlackStandInOptions & Pick<BotChange, "silenceMs"> = {},
) {
  const standIn = await startStandIn(options);
  const { bot, records } = aBot(standIn, handlers, silenceMs === undefined ? {} : { silenceMs });
  await bot.start();
  return { standIn, bot, ...records };
}

/** A Slack and the bot connected to it over HTTP. */
export async function startSlackOverHttp(handlers: Handlers, change: { signingSecret?: string } = {}) {
  const standIn = await startStandIn();
  const signingSecret = change.signingSecret ?? standIn.credentials.signingSecret;
  const { bot, records } = aBot(standIn, handlers, { mode: { kind: "http", signingSecret } });
  const url = await mountHttp(bot);
  await bot.start();
  if (change.signingSecret === undefined) await standIn.connectHttp(url);
  return { standIn, bot, url, ...records };
}

/** Resolves to the address at which Slack reaches the bot. */
export async function mountHttp(bot: Bot): Promise<string> {
  const server = createServer((request, response) => bot.httpListener?.(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return `http://127.0.0.1:${port}/slack/events`;
}
