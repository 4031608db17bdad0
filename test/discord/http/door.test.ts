import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createSigner } from "../../../sandbox/stand-ins/discord/http/signer.ts";
import type { DiscordEvent } from "../../../src/discord/connection/http/events.ts";
import { createHttpDoor } from "../../../src/discord/connection/http/http-door.ts";
import { createLog } from "../../../src/log.ts";

/** A door alone, with what came through it. */
async function openDoor(onEvent: (event: DiscordEvent) => Promise<void> = async () => undefined) {
  const signer = createSigner();
  const taken: unknown[] = [];
  const impaired: (string | undefined)[] = [];
  let pings = 0;
  const listener = createHttpDoor({
    publicKey: signer.publicKey,
    log: createLog({ level: "silent" }),
    onImpaired: (sentence) => void impaired.push(sentence),
    onPing: () => {
      pings += 1;
    },
    onInteraction: (raw) => {
      taken.push(raw);
      return true;
    },
    onEvent,
  });
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;

  async function send(body: string, { path = "/discord/interactions", ...init }: SendInit = {}) {
    const url = `http://127.0.0.1:${port}${path}`;
    const response = await fetch(url, { method: "POST", body, headers: signer.headers(body), ...init });
    return { status: response.status, text: await response.text() };
  }

  return { signer, taken, impaired, send, pings: () => pings };
}

type SendInit = RequestInit & { path?: string };

const command = JSON.stringify({ type: 2, id: "1", data: { name: "persona-list" } });
const nowSeconds = () => Math.floor(Date.now() / 1000);

test("what Discord signed is taken, acknowledged without a body, and handed on", async () => {
  const door = await openDoor();

  expect(await door.send(command)).toEqual({ status: 202, text: "" });

  expect(door.taken).toEqual([JSON.parse(command)]);
});

test("a ping is answered as Discord asks, of either kind and at either address", async () => {
  const door = await openDoor();
  const interactionPing = JSON.stringify({ id: "5", type: 1, token: "t", version: 1 });
  const eventPing = JSON.stringify({ version: 1, application_id: "5", type: 0 });

  expect(await door.send(interactionPing)).toEqual({ status: 200, text: '{"type":1}' });
  for (const path of ["/discord/events", "/discord/interactions", "/discord/events"])
    expect(await door.send(eventPing, { path })).toEqual({ status: 204, text: "" });

  expect(door.pings()).toBe(1);
  expect(door.taken).toEqual([]);
});

test.each([
  ["names no server", { guild: null, scopes: null }],
  ["says nothing", null],
  ["is of a shape that nobody knows yet", { guild: "100", scopes: { bot: true } }],
])("an event whose data %s is taken as one, and is no ping", async (_, data) => {
  const events: DiscordEvent[] = [];
  const door = await openDoor(async (event) => void events.push(event));
  const event = { type: "APPLICATION_AUTHORIZED", timestamp: "2026-11-30T00:00:00Z", data };
  const body = JSON.stringify({ version: 1, application_id: "5", type: 1, event });

  expect(await door.send(body, { path: "/discord/events" })).toEqual({ status: 204, text: "" });

  expect(events).toEqual([{ kind: "other" }]);
  expect(door.pings()).toBe(0);
});

type Case = {
  what: string;
  status: number;
  init(signer: ReturnType<typeof createSigner>): SendInit;
  body?: string;
};

const json = { "content-type": "application/json" };

test.each<Case>([
  {
    what: "another key's signature",
    status: 401,
    init: () => ({ headers: createSigner().headers(command) }),
  },
  { what: "no signature", status: 401, init: () => ({ headers: json }) },
  {
    what: "a signature without its time",
    status: 401,
    init: (signer) => {
      const { "x-signature-timestamp": _at, ...headers } = signer.headers(command);
      return { headers };
    },
  },
  {
    what: "a signature that is none",
    status: 401,
    init: (signer) => ({ headers: { ...signer.headers(command), "x-signature-ed25519": "f".repeat(127) } }),
  },
  {
    what: "the signature of another body",
    status: 401,
    init: (signer) => ({ headers: signer.headers(`${command} `) }),
  },
  {
    what: "another time than the signed one",
    status: 401,
    init: (signer) => ({
      headers: { ...signer.headers(command), "x-signature-timestamp": String(nowSeconds() - 1) },
    }),
  },
  {
    what: "a time long ago",
    status: 401,
    init: (signer) => ({ headers: signer.headers(command, nowSeconds() - 400) }),
  },
  {
    what: "a time to come",
    status: 401,
    init: (signer) => ({ headers: signer.headers(command, nowSeconds() + 400) }),
  },
  {
    what: "another method",
    status: 404,
    init: (signer) => ({ method: "PUT", headers: signer.headers(command) }),
  },
  { what: "another path", status: 404, init: () => ({ path: "/discord/other" }) },
  { what: "a body too long", status: 413, init: () => ({}), body: `{"type":2,"x":"${"x".repeat(600_000)}"}` },
  { what: "no JSON", status: 400, init: () => ({}), body: "type=2" },
  { what: "null", status: 400, init: () => ({}), body: "null" },
  { what: "a list", status: 400, init: () => ({}), body: "[2]" },
])("$what is refused with $status, and nothing is handed on", async ({ status, init, body = command }) => {
  const door = await openDoor();

  expect(await door.send(body, init(door.signer))).toEqual({ status, text: "" });

  expect(door.taken).toEqual([]);
});

test("the same request once more is refused, at either address; a new one of the same words is not", async () => {
  const door = await openDoor();
  const headers = door.signer.headers(command, nowSeconds());

  const statuses = [
    await door.send(command, { headers }),
    await door.send(command, { headers }),
    await door.send(command, { headers, path: "/discord/events" }),
    await door.send(command, { headers: door.signer.headers(command, nowSeconds() - 5) }),
  ].map(({ status }) => status);

  expect(statuses).toEqual([202, 401, 401, 202]);
  expect(door.taken).toHaveLength(2);
});

test("an event that could not be recorded is asked for again, and the same request then counts", async () => {
  const events: DiscordEvent[] = [];
  let isDown = true;
  const door = await openDoor(async (event) => {
    if (isDown) throw new Error("the database is away");
    events.push(event);
  });
  const guild = { id: "7", system_channel_id: "8" };
  const event = { type: "APPLICATION_AUTHORIZED", timestamp: "now", data: { guild } };
  const body = JSON.stringify({ version: 1, application_id: "1", type: 1, event });
  const headers = door.signer.headers(body);

  const first = await door.send(body, { headers });
  isDown = false;
  const second = await door.send(body, { headers });

  expect([first.status, second.status]).toEqual([503, 204]);
  expect(events).toEqual([{ kind: "joined", guild: { id: "7", systemChannelId: "8" }, isMember: true }]);
});

test("a wrong signature is no trouble, for Discord sends some; a signed time that is off is one, until one fits", async () => {
  const door = await openDoor();

  await door.send(command, { headers: createSigner().headers(command) });
  expect(door.impaired).toEqual([]);
  await door.send(command, { headers: door.signer.headers(command, nowSeconds() - 400) });
  expect(door.impaired).toEqual([expect.stringContaining("set this machine's clock")]);
  await door.send(command);
  await door.send(command, { headers: door.signer.headers(command, nowSeconds() - 400) });

  expect(door.impaired.slice(1)).toEqual([undefined]);
});
