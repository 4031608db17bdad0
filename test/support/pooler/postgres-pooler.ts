import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import {
  cancelRequest,
  createCutter,
  fatal,
  message,
  number,
  sslRequest,
  startupParameters,
  type WireMessage,
} from "./messages.ts";
import { createServerConnections, type ServerConnections } from "./server-connections.ts";

export type PostgresPooler = {
  /** The database's address, by way of this pooler. */
  url: string;
  /** What PgBouncer would have refused, or what would have gone wrong behind it. */
  offences: string[];
};

/** What PgBouncer keeps for each client: https://www.pgbouncer.org/config.html#ignore_startup_parameters */
const taken = new Set([
  "user",
  "database",
  "client_encoding",
  "datestyle",
  "timezone",
  "standard_conforming_strings",
  "application_name",
]);

/**
 * Hands a session at the PostgreSQL at `url` to a client for one transaction, as PgBouncer does with `pool_mode = transaction`, until the
 * test ends. It lets everybody in, knows no prepared statement with a name, and resets nothing.
 */
export async function startPostgresPooler(url: string, { sessions = 5 } = {}): Promise<PostgresPooler> {
  const servers = createServerConnections(url, sessions);
  const offences: string[] = [];
  const clients = new Set<Socket>();
  const listener = createServer((socket) => {
    clients.add(socket);
    socket.on("close", () => clients.delete(socket));
    serve(socket, servers, (offence) => void offences.push(offence));
  });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  onTestFinished(() => {
    for (const client of clients) client.destroy();
    listener.close();
    servers.close();
  });
  const address = listener.address();
  if (typeof address !== "object" || address === null) throw new Error("The pooler has no port.");
  const near = new URL(url);
  near.port = String(address.port);
  return { url: near.href, offences };
}

function serve(client: Socket, servers: ServerConnections, offend: (what: string) => void): void {
  let isOpening = true;
  let server: Socket | undefined;
  /** Answers that are still to come before the session can go to somebody else. */
  let unanswered = 0;
  let isLinking = false;
  const kept: Buffer[] = [];

  function end(sentence: string): void {
    client.end(fatal(sentence));
  }

  function open(opening: WireMessage): void {
    const code = opening.bytes.readInt32BE(4);
    if (code === sslRequest) client.write("N");
    else if (code === cancelRequest) client.end();
    else logIn(opening);
  }

  function logIn(opening: WireMessage): void {
    const refused = [...startupParameters(opening).keys()].find((name) => !taken.has(name));
    if (refused !== undefined) {
      offend(`unsupported startup parameter: ${refused}`);
      end(`unsupported startup parameter: ${refused}`);
      return;
    }
    isOpening = false;
    client.write(message("R", number(0)));
    client.write(message("S", "server_version", "18.0"));
    client.write(message("K", number(-1), number(7)));
    client.write(message("Z", Buffer.from("I")));
  }

  async function link(): Promise<void> {
    isLinking = true;
    const taken = await servers.take().catch(() => undefined);
    isLinking = false;
    if (taken === undefined) {
      end("server login failed");
      return;
    }
    if (client.destroyed) {
      servers.giveBack(taken);
      return;
    }
    server = taken;
    const cut = createCutter(() => false);
    taken.on("data", (chunk: Buffer) => {
      for (const each of cut(chunk)) hear(each);
    });
    taken.once("close", crashed);
    for (const bytes of kept.splice(0)) taken.write(bytes);
  }

  function crashed(): void {
    server = undefined;
    end("server conn crashed?");
  }

  function hear({ type, bytes }: WireMessage): void {
    client.write(bytes);
    if (type !== "Z") return;
    unanswered -= 1;
    if (unanswered === 0 && bytes[5] === "I".charCodeAt(0)) unlink();
  }

  function unlink(): void {
    const free = server;
    server = undefined;
    free?.removeAllListeners("data").off("close", crashed);
    if (free) servers.giveBack(free);
  }

  function pass(said: WireMessage): void {
    if (said.type === "X") {
      client.end();
      return;
    }
    if (said.type === "P" && said.bytes[5] !== 0) offend("a prepared statement with a name");
    if (said.type === "Q" || said.type === "S") unanswered += 1;
    if (server) {
      server.write(said.bytes);
      return;
    }
    kept.push(said.bytes);
    if (!isLinking) void link();
  }

  const cut = createCutter(() => isOpening);
  client.on("data", (chunk: Buffer) => {
    for (const each of cut(chunk)) {
      if (isOpening) open(each);
      else pass(each);
    }
  });
  client.on("error", () => undefined);
  client.on("close", () => {
    // In the middle of a transaction nobody else may have the session.
    server?.off("close", crashed).destroy();
    server = undefined;
  });
}
