import { Socket } from "node:net";
import pg from "pg";

export type ServerConnections = {
  /** One that nobody has, at the latest when somebody gives one back. Rejects when the server takes none. */
  take(): Promise<Socket>;
  giveBack(connection: Socket): void;
  close(): void;
};

/** At most `most` sessions at the PostgreSQL at `url`, logged in, one after the other for whoever asks; nothing in them is reset. */
export function createServerConnections(url: string, most: number): ServerConnections {
  const idle: Socket[] = [];
  const waiting: ((connection: Socket) => void)[] = [];
  const all = new Set<Socket>();
  let opening = 0;

  async function open(): Promise<Socket> {
    opening += 1;
    try {
      const connection = await logIn(url);
      all.add(connection);
      connection.on("close", () => lost(connection));
      return connection;
    } finally {
      opening -= 1;
    }
  }

  function lost(connection: Socket): void {
    all.delete(connection);
    const at = idle.indexOf(connection);
    if (at >= 0) idle.splice(at, 1);
    const next = waiting.shift();
    if (next) void open().then(next, () => waiting.unshift(next));
  }

  return {
    async take() {
      const connection = idle.pop();
      if (connection) return connection;
      if (all.size + opening < most) return open();
      return new Promise((resolve) => waiting.push(resolve));
    },
    giveBack(connection) {
      const next = waiting.shift();
      if (next) next(connection);
      else idle.push(connection);
    },
    close() {
      for (const connection of all) connection.destroy();
    },
  };
}

/** A session that pg has logged in and has no part in any more. */
async function logIn(url: string): Promise<Socket> {
  const client = new pg.Client(url);
  client.on("error", () => undefined);
  await client.connect();
  const { stream } = client.connection;
  if (!(stream instanceof Socket)) throw new Error("pg keeps its socket elsewhere.");
  stream.removeAllListeners("data");
  return stream;
}
