import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { onTestFinished } from "vitest";

const probeEveryMs = 200;

export type Balancer = {
  url: string;
  /** From now on a process at this port gets its turn, while its `/ready` says yes. */
  add(port: number): void;
  remove(port: number): void;
  /** How many of them are ready. */
  readyCount(): number;
};

type Backend = { port: number; isReady: boolean };

/**
 * A load balancer as people put one before several processes: it asks each `/ready` five times a second, takes them in turns, keeps its
 * connections, and gives to the next one only what has certainly not reached the first. It ends with the test.
 */
export async function startBalancer(): Promise<Balancer> {
  const backends = new Set<Backend>();
  const agent = new Agent({ keepAlive: true });
  let turn = 0;
  let isOver = false;

  async function probe(): Promise<void> {
    while (!isOver) {
      await Promise.all([...backends].map(look));
      await pause(probeEveryMs, undefined, { ref: false });
    }
  }

  async function look(backend: Backend): Promise<void> {
    const answer = await fetch(`http://127.0.0.1:${backend.port}/ready`, {
      signal: AbortSignal.timeout(1000),
    }).catch(() => undefined);
    await answer?.arrayBuffer().catch(() => undefined);
    backend.isReady = answer?.status === 200;
  }

  function next(tried: ReadonlySet<Backend>): Backend | undefined {
    const able = [...backends].filter((backend) => backend.isReady && !tried.has(backend));
    turn += 1;
    return able[turn % Math.max(1, able.length)];
  }

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of incoming) pieces.push(piece);
    const tried = new Set<Backend>();
    for (let backend = next(tried); backend; backend = next(tried)) {
      tried.add(backend);
      if (await forward(backend, { incoming, body: Buffer.concat(pieces) }, outgoing)) return;
    }
    outgoing.writeHead(503).end();
  }

  /** False: nothing of it has reached this one. */
  function forward(
    { port }: Backend,
    { incoming, body }: { incoming: IncomingMessage; body: Buffer },
    outgoing: ServerResponse,
  ): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const { method = "GET", url: path = "/", headers } = incoming;
    const sent = request({ host: "127.0.0.1", port, path, method, headers, agent }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
      answer.once("error", () => outgoing.destroy());
      resolve(true);
    });
    sent.once("error", (error: NodeJS.ErrnoException) => {
      // A kept connection that was closed meanwhile, and a port at which nobody listens.
      if (error.code === "ECONNREFUSED" || sent.reusedSocket) return resolve(false);
      outgoing.writeHead(502).end();
      resolve(true);
    });
    sent.end(body);
    return promise;
  }

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  void probe();
  onTestFinished(() => {
    isOver = true;
    agent.destroy();
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The balancer has no port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    add: (port) => void backends.add({ port, isReady: false }),
    remove(port) {
      for (const backend of backends) if (backend.port === port) backends.delete(backend);
    },
    readyCount: () => [...backends].filter(({ isReady }) => isReady).length,
  };
}
