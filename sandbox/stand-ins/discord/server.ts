import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { acceptWebSockets } from "../accept-web-sockets.ts";
import { calledBy } from "../caller.ts";
import { Gateway } from "./gateway/gateway.ts";
import { createGuild, type GuildSetup } from "./guild/guild-setup.ts";
import { serveRequest } from "./rest/rest-server.ts";
import { DiscordStandIn } from "./stand-in.ts";
import { createWorld, type GatewayRules, recordProblem, type World } from "./world.ts";

export interface DiscordStandInOptions {
  /** Default: any free port. */
  port?: number;
  /** The bot token it accepts. Default: made up; read it from `standIn.token`. */
  token?: string;
  applicationId?: string;
  /** Default: one shard is recommended, and sixteen may start at once. */
  gateway?: Partial<GatewayRules>;
  /** Default: one guild, "Sandbox", with the channels "general" and "warnings". */
  guilds?: GuildSetup[];
}

/**
 * Starts a local Discord: REST v10 under `apiUrl`, the gateway, and stored files, on one port of 127.0.0.1.
 * It refuses what Discord refuses, with Discord's codes, and notes it in `problems`.
 */
export async function createDiscordStandIn(options: DiscordStandInOptions = {}): Promise<DiscordStandIn> {
  const server = createServer();
  const origin = await listen(server, options.port ?? 0);
  const { token, applicationId, gateway: rules } = options;
  const world = createWorld({ origin, token, applicationId, gateway: rules });
  for (const setup of options.guilds ?? [{}]) createGuild(world, setup);
  const gateway = new Gateway(world);
  acceptWebSockets(server, (socket, { url = "/", socket: caller }) =>
    calledBy(caller, () => gateway.accept(socket, new URL(url, origin))),
  );
  server.on("request", (request, response) => {
    void calledBy(request.socket, () => serve(world, request, response));
  });
  return new DiscordStandIn(world, gateway, () => shutDown(server, gateway));
}

async function serve(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await serveRequest(world, request, response);
  } catch (error) {
    const message = `The stand-in itself failed: ${error instanceof Error ? error.stack : String(error)}`;
    recordProblem(world, { where: request.method ?? "", message, body: undefined });
    response.writeHead(500).end();
  }
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") return reject(new Error("No port to listen on"));
      resolve(`http://127.0.0.1:${address.port}`);
    });
  });
}

function shutDown(server: Server, gateway: Gateway): Promise<void> {
  gateway.drop();
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
