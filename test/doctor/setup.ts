import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createSandboxWorld, type SandboxWorld } from "../../sandbox/stand-ins/world.ts";
import { type Diagnosis, diagnose } from "../../src/doctor/doctor.ts";
import type { Finding } from "../../src/finding.ts";
import { makeFolder } from "../support/databases.ts";

/** What differs from a sound environment; undefined takes a variable away. */
export type Changes = Record<string, string | undefined>;

export type Practice = {
  world: SandboxWorld;
  databaseFile: string;
  /** Examines with a sound environment, but for these changes. */
  examine(changes?: Changes, now?: () => number): Promise<Diagnosis>;
};

/** 32 bytes of nothing, in base64. */
export const encryptionKey = Buffer.alloc(32).toString("base64");

/** Stand-ins, and a doctor with an environment for them in which nothing is wrong. */
export async function openPractice(): Promise<Practice> {
  const databaseFile = join(makeFolder(), "bot.db");
  const world = await createSandboxWorld(`file:${databaseFile}`);
  onTestFinished(() => world.close());
  const sound = { ...world.env, ENCRYPTION_KEY: encryptionKey };
  return {
    world,
    databaseFile,
    examine: (changes, now) => diagnose({ environment: { ...sound, ...changes }, ...(now && { now }) }),
  };
}

/** "Heading: Name" of every line that is bad. */
export function redLines(diagnosis: Diagnosis): string[] {
  return linesOf(diagnosis)
    .filter(({ finding }) => finding.state === "bad")
    .map(({ line }) => line);
}

export function findingOf(diagnosis: Diagnosis, wanted: string): Finding {
  const found = linesOf(diagnosis).find(({ line }) => line === wanted);
  if (!found) throw new Error(`No line ${wanted} in:\n${diagnosis.report}`);
  return found.finding;
}

function linesOf({ examination }: Diagnosis): { line: string; finding: Finding }[] {
  return examination.sections.flatMap(({ heading, findings }) =>
    findings.map((finding) => ({ line: `${heading}: ${finding.name}`, finding })),
  );
}

/** A port on which another program than the bot listens until the test ends. */
export async function takePort(): Promise<number> {
  const server = createServer((_request, response) => response.end("something else"));
  await new Promise<void>((resolve) => server.listen(0, resolve));
  onTestFinished(() => void server.close());
  return portOf(server.address());
}

/** A port on which nothing listens. */
export async function findClosedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const port = portOf(server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function portOf(address: string | AddressInfo | null): number {
  if (typeof address !== "object" || address === null) throw new Error("The server has no port.");
  return address.port;
}
