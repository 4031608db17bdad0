import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { type Passing, startBalancer } from "../../../../sandbox/page/fleet/balancer.ts";
import { untilTrue } from "../../../support/until-true.ts";

type Target = { port: number; isReady: boolean; got: string[]; close(): Promise<void> };

/** Asked whether it is ready it says what it is told to; anything else it notes, and answers with `answer`. */
async function aTarget(answer: (response: ServerResponse) => void = sayDone): Promise<Target> {
  const target = { isReady: true, got: [] as string[] };
  const server = createServer(async (request, response) => {
    if (request.url === "/ready") return void response.writeHead(target.isReady ? 200 : 503).end("{}");
    target.got.push(await describe(request));
    answer(response);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => close(server));
  return Object.assign(target, { port: portOf(server), close: () => close(server) });
}

function sayDone(response: ServerResponse): void {
  response.writeHead(201, { "x-own": "yes" }).end("done");
}

async function describe(request: IncomingMessage): Promise<string> {
  return `${request.method} ${request.url} ${request.headers["x-signature"]} ${await text(request)}`;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}

/** A balancer before these, each in turn that is ready. `lookEveryMs`: far apart, so that it does not hear what changes. */
async function balance(targets: Record<string, Target>, lookEveryMs = 5) {
  const passings: Passing[] = [];
  const balancer = await startBalancer({ lookEveryMs, onPassing: (passing) => passings.push(passing) });
  onTestFinished(balancer.close);
  for (const [name, { port }] of Object.entries(targets)) balancer.add(name, port);
  const ready = Object.entries(targets).filter(([, { isReady }]) => isReady);
  await untilTrue(() => ready.every(([name]) => balancer.isInTurn(name)), { what: "targets in turn" });
  const send = async (body: string) => {
    const headers = { "x-signature": "signed" };
    const response = await fetch(`${balancer.url}/slack/events?a=b`, { method: "POST", body, headers });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  return { balancer, send, passings };
}

test("requests go round those that are ready, and arrive and come back as they were", async () => {
  const [one, two] = [await aTarget(), await aTarget()];
  const { send } = await balance({ one, two });

  const answers = [await send("a"), await send("b"), await send("c"), await send("d")];

  const bodies = (target: Target) => target.got.map((line) => line.at(-1)).join("");
  expect([bodies(one), bodies(two)].toSorted()).toEqual(["ac", "bd"]);
  expect(one.got[0]).toMatch(/^POST \/slack\/events\?a=b signed [ab]$/);
  expect(answers.map(({ status, text }) => [status, text])).toEqual(Array(4).fill([201, "done"]));
  expect(answers[0]?.headers.get("x-own")).toBe("yes");
  expect(new Set(answers.map(({ headers }) => headers.get("x-served-by")))).toEqual(new Set(["one", "two"]));
});

test("one that is not ready is sent nobody until it is, and none from when it is not", async () => {
  const [one, two] = [await aTarget(), await aTarget()];
  two.isReady = false;
  const { send, balancer } = await balance({ one, two });
  await send("a");
  await send("b");
  expect(two.got).toEqual([]);

  [one.isReady, two.isReady] = [false, true];
  await untilTrue(() => !balancer.isInTurn("one") && balancer.isInTurn("two"));
  await send("c");
  await send("d");

  expect([one.got.length, two.got.length]).toEqual([2, 2]);
});

test("where one refuses the connection the next gets the request, whole", async () => {
  const [one, two] = [await aTarget(), await aTarget()];
  const { send, passings } = await balance({ one, two }, 60_000);
  await one.close();

  const answers = [await send("a"), await send("b")];

  expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  expect(two.got.map((line) => line.at(-1))).toEqual(["a", "b"]);
  expect(passings).toContainEqual({ target: "one", what: "refused" });
});

test("one that breaks off may have done it: nobody else gets the request, and whoever sent it hears so", async () => {
  const one = await aTarget((response) => response.destroy());
  const two = await aTarget((response) => response.destroy());
  const { send } = await balance({ one, two });

  expect((await send("a")).status).toBe(502);

  expect(one.got.length + two.got.length).toBe(1);
});

test("where nobody is ready, or there, whoever asks hears so", async () => {
  const one = await aTarget();
  const { send, balancer } = await balance({ one });
  balancer.remove("one");

  expect((await send("a")).status).toBe(503);
  expect(one.got).toEqual([]);
});
