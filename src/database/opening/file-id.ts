import { statSync } from "node:fs";

/** Tells one file from another that stands at the same path later; empty where there is none. */
export function fileId(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats ? `${stats.dev}:${stats.ino}` : "";
}
