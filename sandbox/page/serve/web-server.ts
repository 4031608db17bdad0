import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** How many ports are tried before any free one is taken. */
const portsTried = 20;
const highestPort = 65_535;

export type Answer = { status: number; contentType?: string; body?: Uint8Array | string };

/** A port of 127.0.0.1: the wanted one, or the next that is free. */
export async function listen(server: Server, wantedPort: number): Promise<number> {
  const lastPort = Math.min(wantedPort + portsTried, highestPort);
  for (let port = wantedPort; port <= lastPort; port += 1) {
    if (await tryPort(server, port)) return portOf(server);
  }
  await tryPort(server, 0);
  return portOf(server);
}

async function tryPort(server: Server, port: number): Promise<boolean> {
  try {
    await once(server.listen(port, "127.0.0.1"), "listening");
    return true;
  } catch (error) {
    const isTaken = error instanceof Error && "code" in error && isOccupied(error.code);
    if (isTaken) return false;
    throw error;
  }
}

/** EACCES: some systems keep ranges of ports for themselves. */
function isOccupied(code: unknown): boolean {
  return code === "EADDRINUSE" || code === "EACCES";
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("There is no port to listen on.");
  return address.port;
}

/** The addresses under which a person may have opened the page. */
export function ownHosts(port: number): string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`];
}

/** Nothing is fetched from, framed by or sent to anybody else; components of Discord and Slack carry inline styles. */
export function securityHeaders(host: string): Record<string, string> {
  const policy = [
    "default-src 'self'",
    `connect-src 'self' ws://${host}`,
    "img-src 'self' data:",
    "font-src 'self' data:",
    "style-src 'self' 'unsafe-inline'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    "content-security-policy": policy.join("; "),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    // A page of yesterday's build must never meet today's server.
    "cache-control": "no-store",
  };
}

/** Serves GET and HEAD under our own names only, so that no other site can point its name at us and read along. */
export function createPageServer(answer: (path: string) => Promise<Answer>): Server {
  return createServer((request, response) => {
    respond(request, response, answer).catch((error: unknown) => {
      console.error(error);
      response.writeHead(500).end();
    });
  });
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (path: string) => Promise<Answer>,
): Promise<void> {
  const { status, contentType, body = "" } = await answerTo(request, answer);
  const type = { "content-type": contentType ?? "text/plain; charset=utf-8" };
  response.writeHead(status, { ...securityHeaders(request.headers.host ?? ""), ...type });
  response.end(request.method === "HEAD" ? undefined : body);
}

async function answerTo(
  request: IncomingMessage,
  answer: (path: string) => Promise<Answer>,
): Promise<Answer> {
  const { method = "", headers, socket, url = "/" } = request;
  if (!ownHosts(socket.localPort ?? 0).includes(headers.host ?? "")) {
    return { status: 403, body: "This is not the address of the sandbox." };
  }
  if (method !== "GET" && method !== "HEAD") return { status: 405, body: "Only GET is answered." };
  return answer(new URL(url, "http://page").pathname);
}
