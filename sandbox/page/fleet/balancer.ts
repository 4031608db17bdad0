import { once } from "node:events";
import { createServer, type IncomingMessage, request as openRequest, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { servedBy } from "../../stand-ins/caller.ts";

const usualLookEveryMs = 250;
/** A process that does not even say how it is within this time is sent nobody. */
const lookPatienceMs = 2000;

/** What becomes of one request at one process: sent there, and then one of the others. */
export type Passing = { target: string; what: "sent" | "answered" | "refused" | "broken" };

export type Balancer = {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** From now on it is asked how it is, and sent requests once it says that it is ready. */
  add(target: string, port: number): void;
  remove(target: string): void;
  /** Whether requests are sent there. */
  isInTurn(target: string): boolean;
  close(): Promise<void>;
};

type BalancerOptions = {
  onPassing?: (passing: Passing) => void;
  /** Something is in turn that was not, or the other way round. */
  onTurn?: () => void;
  lookEveryMs?: number;
};

type Target = { readonly name: string; readonly port: number; isReady: boolean };

/**
 * Sends each request to the next process whose `/ready` answers 200. One that refuses the connection has seen nothing of it, so
 * the next one gets it; one that breaks off may have done what was asked, so nobody else does. Without anybody: 503.
 */
export async function startBalancer(options: BalancerOptions = {}): Promise<Balancer> {
  const { onPassing = () => {}, onTurn = () => {}, lookEveryMs = usualLookEveryMs } = options;
  const targets = new Map<string, Target>();
  let turn = 0;
  const inTurn = (): Target[] => {
    const ready = [...targets.values()].filter(({ isReady }) => isReady);
    turn += 1;
    return ready
      .map((_, index) => ready[(turn + index) % ready.length])
      .filter((target) => target !== undefined);
  };
  const look = async (target: Target) => {
    const isReady = await saysReady(target.port);
    if (isReady === target.isReady || targets.get(target.name) !== target) return;
    target.isReady = isReady;
    onTurn();
  };
  const pass = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await buffer(request);
    for (const target of inTurn()) {
      onPassing({ target: target.name, what: "sent" });
      const what = await forward({ request, body, response }, target);
      onPassing({ target: target.name, what });
      if (what === "answered") return;
      if (what === "broken") return refuse(response, 502);
    }
    refuse(response, 503);
  };
  const server = createServer((request, response) => {
    // Whoever asked has gone meanwhile.
    pass(request, response).catch(() => response.destroy());
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const timer = setInterval(() => {
    for (const target of targets.values()) void look(target);
  }, lookEveryMs);
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The balancer has no port.");

  return {
    url: `http://127.0.0.1:${address.port}`,
    add(name, port) {
      const target = { name, port, isReady: false };
      targets.set(name, target);
      void look(target);
    },
    remove(name) {
      if (targets.delete(name)) onTurn();
    },
    isInTurn: (name) => targets.get(name)?.isReady ?? false,
    async close() {
      clearInterval(timer);
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function saysReady(port: number): Promise<boolean> {
  const signal = AbortSignal.timeout(lookPatienceMs);
  return fetch(`http://127.0.0.1:${port}/ready`, { signal }).then(
    async (response) => {
      await response.arrayBuffer();
      return response.status === 200;
    },
    () => false,
  );
}

type Exchange = { request: IncomingMessage; body: Buffer; response: ServerResponse };

/** Each request has a connection of its own: on a kept one nobody could tell a refusal from an answer that was lost. */
async function forward(
  { request, body, response }: Exchange,
  { name, port }: Target,
): Promise<Passing["what"]> {
  const headers = { ...request.headers, connection: "close" };
  const { method = "GET", url = "/" } = request;
  const onward = openRequest({ host: "127.0.0.1", port, method, path: url, headers, agent: false });
  response.on("close", () => onward.destroy());
  try {
    const [answer] = (await once(onward.end(body), "response")) as [IncomingMessage];
    response.writeHead(answer.statusCode ?? 502, { ...endToEnd(answer.headers), [servedBy]: name });
    await pipeline(answer, response);
    return "answered";
  } catch (error) {
    if (response.destroyed) throw error;
    return error instanceof Error && "code" in error && error.code === "ECONNREFUSED" ? "refused" : "broken";
  }
}

/** What concerns the one connection that an answer came on is not passed on. */
function endToEnd(headers: IncomingMessage["headers"]): IncomingMessage["headers"] {
  const { connection, "keep-alive": keepAlive, "transfer-encoding": encoding, ...others } = headers;
  return others;
}

function refuse(response: ServerResponse, status: 502 | 503): void {
  const sentence = status === 502 ? "The process broke off.\n" : "No process is ready.\n";
  response.writeHead(status, { "content-type": "text/plain" }).end(sentence);
}
