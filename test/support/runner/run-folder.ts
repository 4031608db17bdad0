import { chmodSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const memory = "/dev/shm";
/** Far more than all workers' databases take at any moment. A container often has 64 MB there, which is too little. */
const enoughBytes = 1024 ** 3;

/**
 * Makes this run's folder the temporary one of its workers, in memory where there is room: the bot waits for the disk after
 * each of its transactions, a hundred thousand times in a run. Returns what removes it.
 */
export function useRunFolder(): () => void {
  const folder = mkdtempSync(join(hasRoom(memory) ? memory : tmpdir(), "personaforge-run-"));
  // A process that has become nobody must get through it to the files it is shown.
  chmodSync(folder, 0o711);
  // Workers are started afterwards, and take over the environment.
  process.env.TMPDIR = folder;
  const remove = () => rmSync(folder, { recursive: true, force: true });
  // An interrupted run reaches no teardown, and what it left would go on taking memory.
  process.once("exit", remove);
  return remove;
}

function hasRoom(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize > enoughBytes;
  } catch {
    return false;
  }
}
