import { startLocalServer } from "./local-server.ts";

export type TavusDriver = {
  url: string;
  /** The body of the last create, for the bare program to send the same. */
  lastCreate(): string;
  close(): Promise<void>;
};

/** More are never in flight at once. */
const mostHeld = 1000;

/** A Tavus that answers every create at once, and shows what was made last. */
export async function startTavusDriver(): Promise<TavusDriver> {
  let created = 0;
  let lastCreate = "";
  const held = new Map<string, string>();
  const server = await startLocalServer({
    answer({ method, path, body }) {
      const id = /[^/]+$/.exec(path)?.[0] ?? "";
      if (method === "GET" && held.has(id))
        return { json: { ...JSON.parse(held.get(id) ?? ""), persona_id: id } };
      if (method !== "POST") return { json: { data: [], total_count: 0 } };
      created += 1;
      lastCreate = body;
      const made = `p${process.pid}${created}`;
      held.set(made, body);
      const [oldest] = held.size > mostHeld ? held.keys() : [];
      if (oldest !== undefined) held.delete(oldest);
      return { json: { persona_id: made, persona_name: "", created_at: "" } };
    },
  });
  return { url: `http://127.0.0.1:${server.port}`, lastCreate: () => lastCreate, close: server.close };
}
