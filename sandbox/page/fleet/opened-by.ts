import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { Socket } from "node:net";

/** Columns of /proc/net/tcp, by https://man7.org/linux/man-pages/man5/proc_pid_net.5.html */
const column = { local: 1, remote: 2, inode: 9 };

/**
 * Which of these processes is at the other end of a connection within this machine, as Linux knows it. Undefined where it is
 * none of them, or has ended.
 */
export function openedBy(socket: Socket, pids: readonly number[]): number | undefined {
  const inode = inodeOf(socket);
  return inode === undefined ? undefined : pids.find((pid) => holds(pid, `socket:[${inode}]`));
}

/** Of the other end. */
function inodeOf({ localPort, remotePort }: Socket): string | undefined {
  const rows = readFileSync("/proc/net/tcp", "utf8").split("\n").slice(1);
  const cells = rows.map((row) => row.trim().split(/\s+/));
  const isTheirs = (row: string[]) =>
    portOf(row[column.local]) === remotePort && portOf(row[column.remote]) === localPort;
  return cells.find(isTheirs)?.[column.inode];
}

function portOf(address = ""): number {
  return Number.parseInt(address.split(":")[1] ?? "", 16);
}

function holds(pid: number, wanted: string): boolean {
  const folder = `/proc/${pid}/fd`;
  return whileItLasts(() => readdirSync(folder), []).some(
    (file) => whileItLasts(() => readlinkSync(`${folder}/${file}`), "") === wanted,
  );
}

/** Processes end and files are closed at any moment. */
function whileItLasts<Value>(read: () => Value, otherwise: Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return otherwise;
    throw error;
  }
}
