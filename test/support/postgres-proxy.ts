import { once } from "node:events";
import { createServer, connect as openConnection, type Socket } from "node:net";
import { onTestFinished } from "vitest";

export type PostgresProxy = {
  /** The database's address, by way of this proxy. */
  url: string;
  /** Ends every connection without a word, as a pulled cable at the server's end does. */
  cut(): void;
  /** Cuts, and refuses connections until `accept`. */
  refuse(): Promise<void>;
  accept(): Promise<void>;
  /** From now on nothing passes on the connections there are, and nobody is told. */
  freeze(): void;
};

/** Stands between a client and the PostgreSQL at `url` until the test ends. */
export async function startPostgresProxy(url: string): Promise<PostgresProxy> {
  const target = new URL(url);
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = openConnection(Number(target.port), target.hostname);
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
  });
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  const listen = async (port: number) => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  };
  await listen(0);
  const near = new URL(url);
  near.port = String(portOf(server.address()));
  onTestFinished(() => {
    cut();
    server.close();
  });
  return {
    url: near.href,
    cut,
    async refuse() {
      const closed = once(server, "close");
      server.close();
      cut();
      await closed;
    },
    accept: () => listen(Number(near.port)),
    freeze() {
      for (const socket of open) socket.unpipe().pause();
    },
  };
}

function portOf(address: ReturnType<ReturnType<typeof createServer>["address"]>): number {
  if (typeof address !== "object" || address === null) throw new Error("The proxy has no port.");
  return address.port;
}
