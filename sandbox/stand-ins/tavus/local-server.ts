import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { calledBy } from "../caller.ts";

type LocalServerOptions = {
  port: number;
  keepAliveMs: number;
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
};

/** An HTTP server on 127.0.0.1 that counts its connections and can go away and come back on the same port. */
export class LocalServer {
  connectionsOpened = 0;
  connectionsOpen = 0;
  readonly #options: LocalServerOptions;
  readonly #numbers = new WeakMap<Socket, number>();
  #server: Server | undefined;
  #port: number;

  constructor(options: LocalServerOptions) {
    this.#options = options;
    this.#port = options.port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Which connection this is, counted from 1. */
  numberOf(socket: Socket): number {
    return this.#numbers.get(socket) ?? 0;
  }

  async start(): Promise<void> {
    if (this.#server) return;
    const server = createServer({ keepAliveTimeout: this.#options.keepAliveMs }, (request, response) => {
      const work = () => this.#options.answer(request, response);
      calledBy(request.socket, work).catch((error: unknown) => reportMishap(response, error));
    });
    server.on("connection", (socket) => {
      this.connectionsOpened += 1;
      this.connectionsOpen += 1;
      socket.once("close", () => {
        this.connectionsOpen -= 1;
      });
      this.#numbers.set(socket, this.connectionsOpened);
    });
    this.#server = server;
    await once(server.listen(this.#port, "127.0.0.1"), "listening");
    const address = server.address();
    if (typeof address === "object" && address) this.#port = address.port;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  }
}

/** A mistake in the stand-in must not look like a fault that was asked for. */
function reportMishap(response: ServerResponse, error: unknown): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(500).end(`The stand-in itself failed: ${error}`);
}
