import { realpathSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";

/** Writes still succeed for a while in pages that are there already. */
const leastFreeBytes = 1_000_000;

/** Whether the disk of the database at this path, which must be there, is full or about to be: what grows lies beside the file itself, whatever link leads to it. */
export async function isDiskFull(path: string, freeIn = freeBytesIn): Promise<boolean> {
  return (await freeIn(dirname(realpathSync(path)))) < leastFreeBytes;
}

async function freeBytesIn(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
