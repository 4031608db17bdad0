import { startLocalServer } from "./local-server.ts";

export type TavusDriver = {
  url: string;
  /** The body of the last create, for the bare program to send the same. */
  lastCreate(): string;
  close(): Promise<void>;
};

/** A Tavus that answers every create at once. */
export async function startTavusDriver(): Promise<TavusDriver> {
  let created = 0;
  let lastCreate = "";
  const server = await startLocalServer({
    answer({ method, body }) {
      if (method !== "POST") return { json: { data: [], total_count: 0 } };
      created += 1;
      lastCreate = body;
      return { json: { persona_id: `p${process.pid}${created}`, persona_name: "", created_at: "" } };
    },
  });
  return { url: `http://127.0.0.1:${server.port}`, lastCreate: () => lastCreate, close: server.close };
}
