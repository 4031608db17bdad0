import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { readRequest, sendAnswer } from "./exchange.ts";
import { LocalServer } from "./local-server.ts";

/** What `npm run verify:tavus -- --record` writes of one exchange, as far as it is needed to give it again. */
const recordSchema = z.object({
  method: z.string(),
  path: z.string(),
  status: z.number(),
  headers: z.record(z.string(), z.string()),
  answer: z.unknown().optional(),
});

type Recorded = z.infer<typeof recordSchema>;

export type Replay = { url: string; close(): Promise<void> };

/**
 * Starts a Tavus that says what a real one said: requests of one method and path get the recorded answers in their order,
 * the last one again when there are no more. What was never asked is answered 404.
 */
export async function createTavusReplay(folder: string): Promise<Replay> {
  const waiting = Map.groupBy(await readRecords(folder), ({ method, path }) => `${method} ${path}`);
  const server = new LocalServer({
    port: 0,
    keepAliveMs: 5_000,
    async answer(request, response) {
      await readRequest(request);
      const recorded = waiting.get(`${request.method} ${request.url}`) ?? [];
      const next = recorded.length > 1 ? recorded.shift() : recorded[0];
      if (!next) return sendAnswer(response, { status: 404, body: { message: "Not recorded" } });
      // No answer was recorded: none is given.
      if (next.status === 0) return void response.socket?.destroy();
      const { "content-type": _, ...headers } = next.headers;
      return sendAnswer(response, { status: next.status, body: next.answer, headers });
    },
  });
  await server.start();
  return { url: server.url, close: () => server.stop() };
}

async function readRecords(folder: string): Promise<Recorded[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".json")).toSorted();
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), "utf8")));
  return texts.map((text) => recordSchema.parse(JSON.parse(text)));
}
