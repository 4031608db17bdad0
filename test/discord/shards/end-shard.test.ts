import { createServer, type Server } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { acceptWebSockets, type WebSocket } from "../../../sandbox/stand-ins/accept-web-sockets.ts";
import { createShard } from "../../../src/discord/connection/gateway/shard.ts";
import { createLog } from "../../../src/log.ts";
import { untilTrue } from "../../support/until-true.ts";

/** How far a connection comes. */
type Stage = "accepted" | "connected" | "greeted" | "ready";

const heartbeat = { heartbeat_interval: 41_250 };
const interaction = { op: 0, s: 2, t: "INTERACTION_CREATE", d: { id: "3" } };

/** A gateway that can keep a connection waiting at each stage, and go on with it. */
async function aGateway() {
  const behind = createServer();
  const sockets = acceptWebSockets(behind, (socket) => at("connected", () => greet(socket)));
  const server = createServer((_request, response) => {
    const limit = { total: 1000, remaining: 999, reset_after: 1, max_concurrency: 1 };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ url: `ws://127.0.0.1:${port}`, shards: 1, session_start_limit: limit }));
  });
  const port = await listen(server);
  const held: Socket[] = [];
  const waiting: (() => void)[] = [];
  const gateway = {
    upTo: "ready" as Stage,
    sockets,
    held,
    connections: 0,
    origin: `127.0.0.1:${port}`,
    /** A connection has come so far, and waits. */
    isWaiting: () => waiting.length > 0,
    goOn,
  };

  function goOn(): void {
    gateway.upTo = "ready";
    for (const each of waiting.splice(0)) each();
  }

  function at(stage: Stage, work: () => void): void {
    if (gateway.upTo === stage) waiting.push(work);
    else work();
  }

  server.on("upgrade", (request, socket: Socket, head) => {
    gateway.connections += 1;
    held.push(socket);
    at("accepted", () => behind.emit("upgrade", request, socket, head));
  });

  function greet(socket: WebSocket): void {
    const say = (packet: unknown) => socket.send(JSON.stringify(packet));
    const ready = { v: 10, user: { id: "1", username: "x" }, guilds: [], session_id: "s" };
    const more = { resume_gateway_url: `ws://127.0.0.1:${port}`, application: { id: "2", flags: 0 } };
    socket.on("message", (data) => {
      const { op } = JSON.parse(String(data));
      if (op === 1) say({ op: 11 });
      if (op === 2) at("greeted", () => say({ op: 0, s: 1, t: "READY", d: { ...ready, ...more } }));
      if (op === 6) say(interaction);
      if (op === 6) say({ op: 0, s: 3, t: "RESUMED", d: {} });
    });
    say({ op: 10, d: heartbeat });
  }

  onTestFinished(() => {
    for (const socket of held) socket.destroy();
    server.close();
  });
  return gateway;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

function aShard(origin: string) {
  const take = vi.fn();
  const onDisconnected = vi.fn();
  const none = async () => undefined;
  const shard = createShard(
    { id: 0, count: 1 },
    {
      token: "MTE.x.y",
      apiUrl: `http://${origin}/api`,
      log: createLog({ level: "debug", destination: { write: () => undefined } }),
      turns: { wait: none },
      areShardsSet: false,
      deadlineMs: 1000,
      take,
      onWritten: () => undefined,
      onReady: none,
      onGuildJoined: none,
      onGuildLeft: none,
      onConnected: () => undefined,
      onDisconnected,
      onLost: () => undefined,
    },
  );
  return { shard, take, isCut: () => onDisconnected.mock.calls.length > 0 };
}

type Gateway = Awaited<ReturnType<typeof aGateway>>;
const reset = ({ held }: Gateway) => held.at(-1)?.resetAndDestroy();

test.each<[what: string, upTo: Stage, then: (gateway: Gateway) => void]>([
  ["in the pause before it connects again", "ready", () => undefined],
  ["while it connects again, which fails then", "accepted", reset],
  ["while it connects again, which is done then", "accepted", (gateway) => gateway.goOn()],
  ["before it is greeted, and is then", "connected", (gateway) => gateway.goOn()],
  ["before it is greeted, and is cut then", "connected", reset],
])("a shard that is closed %s is not connected again, and hears nothing", async (_what, upTo, then) => {
  const gateway = await aGateway();
  const { shard, take, isCut } = aShard(gateway.origin);
  await shard.open();
  gateway.upTo = upTo;
  for (const socket of gateway.sockets.clients) socket.terminate();
  await untilTrue(() => isCut() && (upTo === "ready" || gateway.isWaiting()));
  const { connections } = gateway;

  await shard.close();
  then(gateway);
  await delay(1200);

  expect(gateway.connections).toBe(connections);
  expect(gateway.sockets.clients.size).toBe(0);
  expect(take).not.toHaveBeenCalled();
});

test.each<[what: string, upTo: Stage]>([
  ["to be connected", "accepted"],
  ["to be greeted", "connected"],
  ["for its guilds", "greeted"],
])("a shard that waits in vain %s can be closed, and does not begin again", async (_what, upTo) => {
  const gateway = await aGateway();
  gateway.upTo = upTo;
  const { shard } = aShard(gateway.origin);
  await expect(shard.open()).rejects.toThrow("not ready within 1 s");

  await shard.close();
  gateway.goOn();
  await delay(1200);

  expect(gateway.connections).toBe(1);
  expect(gateway.sockets.clients.size).toBe(0);
});
