import { startPostgres } from "../../sandbox/stand-ins/postgres-server.ts";
import { connectDatabase } from "../../src/database/opening/connect.ts";
import { migrateToLatest } from "../../src/database/opening/migrate.ts";
import { freePort } from "../free-port.ts";
import { inFlight } from "../load.ts";
import { type SlackHttpDriver, startSlackHttpDriver } from "../slack-http-driver.ts";
import { percentile } from "../statistics.ts";
import type { Row } from "../table.ts";
import type { Workshop } from "../workshop.ts";

/** `BENCH_COMMANDS`: how many at each width, where a quick look is enough. */
const commands = Number(process.env.BENCH_COMMANDS ?? 2000);
const widths = [8, 32, 128, 512];
const sizes = [1, 2, 3];
/** So long 99 of 100 may take: beyond that it is no rate that people can be served at. */
const bearableMs = 1000;
/** More processes must not make one command dearer. How much cheaper they make it depends on the machine's cores. */
const target = 1.1;

/**
 * (o) Slack commands that open a form, each with a draft written, on one PostgreSQL: the most in a second of which 99 of 100 are answered
 * within one, shown as ms for each. Bot, driver and database share the machine.
 */
export async function measureProcesses(workshop: Workshop): Promise<Row[]> {
  const postgres = await startPostgres();
  await workshop.keep(Promise.resolve({ close: postgres.stop }));
  const location = { kind: "postgres", url: `${postgres.url}/postgres` } as const;
  const database = await connectDatabase(location);
  await migrateToLatest(database).finally(() => database.close());
  const slack = await workshop.keep(startSlackHttpDriver());
  const ports: number[] = [];
  const rows: Row[] = [];
  let alone: number | undefined;
  for (const size of sizes) {
    ports.push(await startProcess(workshop, slack, location.url));
    const perSecond = await bestRate(slack, ports);
    const ours = 1000 / perSecond;
    alone ??= ours;
    const what = `(o) ${size} on one PostgreSQL, ${Math.round(perSecond)} a second: each`;
    rows.push({ what, unit: "ms", target, ours, bare: alone, ratio: ours / alone });
  }
  return rows;
}

async function startProcess(workshop: Workshop, { env }: SlackHttpDriver, url: string): Promise<number> {
  const port = await freePort();
  const own = { SLACK_BOT_TOKEN: "xoxb-bench", DATABASE_URL: url, PORT: String(port) };
  await workshop.start({
    entry: "src/main.ts",
    env: { ...env, ...own, TAVUS_API_KEY: "bench", TAVUS_API_URL: "http://127.0.0.1:9" },
    hasProbe: false,
  });
  return port;
}

/** NaN where even the fewest at once take too long. */
async function bestRate(slack: SlackHttpDriver, ports: readonly number[]): Promise<number> {
  const give = (index: number) => slack.command(ports[index % ports.length] ?? 0);
  // What is hot is compiled, and every pool has its connections.
  await inFlight(commands / 4, 32, give);
  let best = Number.NaN;
  for (const width of widths) {
    const begunMs = performance.now();
    const times = await inFlight(commands, width, give);
    const perSecond = (commands / (performance.now() - begunMs)) * 1000;
    const p99Ms = percentile(times, 0.99);
    console.error(
      `  ${ports.length} processes, ${width} at once: ${Math.round(perSecond)} a second, p99 ${Math.round(p99Ms)} ms`,
    );
    if (p99Ms >= bearableMs) break;
    if (!(best >= perSecond)) best = perSecond;
  }
  return best;
}
