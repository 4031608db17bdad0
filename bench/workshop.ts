import { join } from "node:path";
import { makeTemporaryFolder, removeFolder } from "../sandbox/stand-ins/process-end.ts";
import { connectDatabase } from "../src/database/opening/connect.ts";
import { migrateToLatest } from "../src/database/opening/migrate.ts";
import { type Program, type ProgramOptions, startProgram } from "./program.ts";

/** A folder, and everything that one part of the bench has opened. */
export type Workshop = {
  /** A path in the folder. */
  path(name: string): string;
  start(options: ProgramOptions): Promise<Program>;
  /** Closes it when the part is over. */
  keep<T extends { close(): Promise<void> }>(opening: Promise<T>): Promise<T>;
  /** A new database file with our tables; returns its path. */
  makeDatabase(name: string): Promise<string>;
  close(): Promise<void>;
};

export async function openWorkshop(): Promise<Workshop> {
  const folder = makeTemporaryFolder("personaforge-bench-");
  const closing: (() => Promise<void>)[] = [];
  const over = new AbortController();
  return {
    path: (name) => join(folder, name),
    async start(options) {
      const program = await startProgram({ ...options, signal: over.signal });
      closing.push(program.stop);
      return program;
    },
    async keep(opening) {
      const opened = await opening;
      closing.push(() => opened.close());
      return opened;
    },
    async makeDatabase(name) {
      const file = join(folder, name);
      const database = await connectDatabase({ kind: "sqlite", file });
      await migrateToLatest(database).finally(() => database.close());
      return file;
    },
    async close() {
      for (const close of closing.reverse()) await close();
      // A part that was given up may be about to start one more.
      over.abort();
      removeFolder(folder);
    },
  };
}
