import type { WebSocket } from "../sandbox/stand-ins/accept-web-sockets.ts";
import {
  applicationId,
  botUser,
  commandPayload,
  fillModal,
  type Guild,
  type Interaction,
  makeGuild,
  submissionPayload,
} from "./discord-payloads.ts";
import type { FormDriver, OpenedForm } from "./form-driver.ts";
import { type Answer, type Exchange, startLocalServer } from "./local-server.ts";
import { createRepliesAwaited } from "./replies-awaited.ts";

const token = `${Buffer.from(applicationId).toString("base64url")}.bench.${"x".repeat(30)}`;
const heartbeatIntervalMs = 41_250;

export type DiscordDriver = FormDriver & {
  tenantIds: string[];
  /** Gives a command without options, and waits for the first answer to it. */
  giveCommand(name: string, index: number): Promise<OpenedForm>;
};

/** Discord, as far as the measured programs need it: https://discord.com/developers/docs/events/gateway */
export async function startDiscordDriver(guildCount: number): Promise<DiscordDriver> {
  const guilds = Array.from({ length: guildCount }, (_, index) => makeGuild(index));
  const callbacks = createRepliesAwaited("an answer to a Discord interaction");
  const gateway = createGateway(guilds);
  const rest = createRest((id, body) => callbacks.came(id, body));
  const server = await startLocalServer({
    answer: (exchange) => rest(exchange, server.port),
    connect: (socket) => gateway.accept(socket),
  });
  let components: unknown[] | undefined;

  async function dispatch(interaction: Interaction): Promise<OpenedForm> {
    const answer = callbacks.wait(interaction.id);
    const sentMs = performance.now();
    gateway.dispatch("INTERACTION_CREATE", interaction);
    const { body, atMs } = await answer;
    return { ms: atMs - sentMs, body };
  }

  const giveCommand = (name: string, index: number) => dispatch(commandPayload(guildOf(guilds, index), name));

  return {
    env: { DISCORD_TOKEN: token, DISCORD_API_URL: `http://127.0.0.1:${server.port}/api` },
    tenantIds: guilds.map(({ id }) => `discord:${id}`),
    openForm: (index) => giveCommand("persona-create", index),
    giveCommand,
    sendForm(form, index) {
      components ??= fillModal(JSON.parse(form.body).data);
      // The modal's own custom_id comes first.
      const customId = /"custom_id":"([^"]+)"/.exec(form.body)?.[1] ?? "";
      return dispatch(submissionPayload(guildOf(guilds, index), customId, components));
    },
    readModal: ({ body }) => JSON.parse(body).data,
    readAnswer: ({ body }) => JSON.parse(body).data,
    close: server.close,
  };
}

function guildOf(guilds: readonly Guild[], index: number): Guild {
  const guild = guilds[index % guilds.length];
  if (!guild) throw new Error("The driver was started without guilds");
  return guild;
}

function createRest(onCallback: (interactionId: string, body: string) => void) {
  let commands: unknown[] = [];
  return ({ method, path, body }: Exchange, port: number): Answer => {
    const callback = /\/interactions\/(\d+)\//.exec(path)?.[1];
    if (callback) {
      onCallback(callback, body);
      return {};
    }
    if (path.endsWith("/gateway/bot")) return { json: gatewayAddress(port) };
    if (!path.endsWith("/commands")) return { json: { id: applicationId } };
    if (method === "PUT") commands = JSON.parse(body).map((command: object) => ({ id: "1", ...command }));
    return { json: commands };
  };
}

function gatewayAddress(port: number) {
  return {
    url: `ws://127.0.0.1:${port}`,
    shards: 1,
    session_start_limit: { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 },
  };
}

function createGateway(guilds: readonly Guild[]) {
  let current: WebSocket | undefined;
  let sequence = 0;

  function send(packet: Record<string, unknown>): void {
    current?.send(JSON.stringify(packet));
  }

  function dispatch(event: string, data: unknown): void {
    sequence += 1;
    send({ op: 0, s: sequence, t: event, d: data });
  }

  function welcome(): void {
    dispatch("READY", {
      v: 10,
      user: botUser,
      guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
      session_id: "bench",
      resume_gateway_url: "ws://127.0.0.1",
      application: { id: applicationId, flags: 0 },
    });
    for (const guild of guilds) dispatch("GUILD_CREATE", guild);
  }

  return {
    dispatch,
    accept(socket: WebSocket): void {
      current = socket;
      send({ op: 10, d: { heartbeat_interval: heartbeatIntervalMs } });
      socket.on("message", (data) => {
        const { op } = JSON.parse(data.toString());
        if (op === 1) send({ op: 11 });
        if (op === 2) welcome();
      });
    },
  };
}
