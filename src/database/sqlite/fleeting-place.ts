import { existsSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { fileBehind, presentOnWay } from "./file-behind.ts";
import { inMemory } from "./sqlite-files.ts";

/** File systems that hold nothing for long: https://man7.org/linux/man-pages/man2/statfs.2.html */
const fleeting: ReadonlyMap<number, string> = new Map([
  [0x794c7630, "the layer of a container (overlay), which goes with it at the next deployment"],
  [0x61756673, "the layer of a container (aufs), which goes with it at the next deployment"],
  [0x01021994, "memory (tmpfs), which is empty after a restart of the machine or container"],
  [0x858458f6, "memory (ramfs), which is empty after a restart of the machine or container"],
]);

export type Fleeting = { sentence: string; remedy: string };

/**
 * Whether what is saved at this path, whether or not the file is there yet, is gone without anybody's doing, as far as the system tells;
 * undefined: nothing speaks for that. `kindOf` answers what kind of file system a path lies on.
 */
export function fleetingPlace(path: string, kindOf = kindOfFileSystem): Fleeting | undefined {
  if (path === inMemory) return undefined;
  const file = fileBehind(path);
  const folder = presentOnWay(dirname(file));
  const place = fleeting.get(kindOf(folder) ?? 0);
  if (place === undefined) return undefined;
  const isMounted = existsSync(file) && !fleeting.has(kindOf(file) ?? 0);
  return isMounted
    ? {
        sentence: `${path} is mounted by itself, and what SQLite keeps beside it (-wal) lies in ${place}: what was saved last is lost with it.`,
        remedy: "Mount its folder instead of the file.",
      }
    : {
        sentence: `${path} lies in ${place}: all that people save is gone then.`,
        remedy: "Mount a volume there, name a file on one in DATABASE_URL, or use PostgreSQL.",
      };
}

function kindOfFileSystem(path: string): number | undefined {
  try {
    return statfsSync(path).type;
  } catch {
    // A system that does not tell.
    return undefined;
  }
}
