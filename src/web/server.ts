import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { OutsideError } from "../errors.ts";
import { callbackToken, type Receiver, receiveCallback } from "./callback.ts";
import { answerMetrics, type MetricsDoor } from "./metrics.ts";

export type WebServerOptions = {
  /** 0 takes any free port. */
  port: number;
  /** Answers `POST /slack/events`, when Slack talks to us over HTTP. */
  slackListener?: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  /** Answers `GET /slack/install` and `/slack/oauth_redirect`, where people install the app, and links to personas. */
  slackPages?: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  /** Answers what is below `/discord/`, when Discord talks to us over HTTP. */
  discordListener?: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  health(): Promise<Health>;
  /** Who may know the token of an address that Tavus calls. */
  callbacks?: readonly Receiver[];
  /** Absent: nobody may read metrics, and nothing shows that there could be any. */
  metrics?: MetricsDoor | undefined;
};

/** What the bot says of itself. */
export type Health = {
  /** Whether this process can do its work, platforms aside. */
  isHealthy: boolean;
  /** Whether it can serve people right now. */
  isReady: boolean;
  report: object;
};

export type WebServer = {
  port: number;
  /** From now on it is not ready whatever its health, and no connection is kept for another request. */
  drain(): void;
  close(): Promise<void>;
};

/**
 * Load balancers keep a connection for up to 60 s and use it again at any moment of these; whoever closes first must be
 * they, or the request meets a closed door (nodejs/node#20256). Who does not finish its request is not waited for.
 */
const deadlines = {
  keepAliveTimeout: 75_000,
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  connectionsCheckingInterval: 2000,
};

/** How long a request in flight may hold up the end: Slack waits for an answer to one no longer. */
const closePatienceMs = 3000;

/**
 * The one HTTP server: `GET /live`, `/health`, `/ready` and `/metrics`, what Tavus calls, the platforms' deliveries where they
 * come over HTTP, and the pages on which people install its app. Throws OutsideError with a
 * sentence for the operator when the port cannot be had.
 */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  let isDraining = false;
  let closing: Promise<void> | undefined;
  const server = createServer(deadlines, (request, response) => {
    // A balancer sends what comes next down a new connection, which is another process's.
    if (isDraining) response.setHeader("connection", "close");
    const asked = { ...options, health: isDraining ? () => stopping(options) : options.health };
    answer(asked, request, response).catch(() => fail(response));
  });
  await listen(server, options.port);
  return {
    port: portOf(server.address()),
    drain() {
      isDraining = true;
    },
    close() {
      closing ??= close(server);
      return closing;
    },
  };
}

async function stopping({ health }: WebServerOptions): Promise<Health> {
  const { isHealthy, report } = await health();
  return { isHealthy, isReady: false, report: { ...report, status: "stopping" } };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(explainPort(port, error)));
    server.listen(port, () => resolve());
  });
}

function explainPort(port: number, error: NodeJS.ErrnoException): OutsideError {
  const reasons: { [code: string]: string } = {
    EADDRINUSE: "another program listens there already",
    EACCES: "this user may not listen there",
  };
  const reason = reasons[error.code ?? ""] ?? error.message;
  return new OutsideError(`Port ${port} cannot be used: ${reason}. Free it, or set PORT to another one.`, {
    cause: error,
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timeUp = setTimeout(() => server.closeAllConnections(), closePatienceMs);
    server.close(() => {
      clearTimeout(timeUp);
      resolve();
    });
    server.closeIdleConnections();
  });
}

async function answer(
  options: WebServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? "").split("?")[0] ?? "";
  if (path === "/slack/events" && options.slackListener) return options.slackListener(request, response);
  if (isSlackPage(path) && request.method === "GET" && options.slackPages)
    return options.slackPages(request, response);
  if (path.startsWith("/discord/") && options.discordListener)
    return options.discordListener(request, response);
  const token = request.method === "POST" ? callbackToken(path) : undefined;
  if (token !== undefined && (await receiveCallback(options.callbacks ?? [], token, { request, response })))
    return;
  if (path === "/metrics" && request.method === "GET" && options.metrics) {
    return answerMetrics(options.metrics, request, response);
  }
  const judge = request.method === "GET" || request.method === "HEAD" ? judges.get(path) : undefined;
  if (!judge) return void response.writeHead(404, { "content-type": "text/plain" }).end("Not found\n");
  const { isGood, report } = await judge(options);
  response
    .writeHead(isGood ? 200 : 503, { "content-type": "application/json", "cache-control": "no-store" })
    .end(JSON.stringify(report));
}

/** Anybody can ask: what cannot be answered is a failure of that answer, and never one that ends the process. */
function fail(response: ServerResponse): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(500, { "content-type": "text/plain", "cache-control": "no-store" }).end("Failed\n");
}

function isSlackPage(path: string): boolean {
  return path === "/slack/install" || path === "/slack/oauth_redirect" || path.startsWith("/slack/personas/");
}

type Judge = (options: WebServerOptions) => Promise<{ isGood: boolean; report: object }>;

/** Whether to start the process again, whether to wake somebody, whether to send people here: three questions. */
const judges: ReadonlyMap<string, Judge> = new Map<string, Judge>([
  ["/live", async () => ({ isGood: true, report: { status: "alive" } })],
  [
    "/health",
    async ({ health }) => health().then(({ isHealthy, report }) => ({ isGood: isHealthy, report })),
  ],
  ["/ready", async ({ health }) => health().then(({ isReady, report }) => ({ isGood: isReady, report }))],
]);

function portOf(address: string | AddressInfo | null): number {
  return typeof address === "object" && address !== null ? address.port : 0;
}
