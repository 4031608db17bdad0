import { posix } from "node:path";
import type { Import } from "./read-tree.ts";
import { mayBeUsedIn, mayImport } from "./table.ts";

/** Why this import may not be; undefined where it may. */
export function refusalOf({ from, to, isPackage }: Import): string | undefined {
  if (to === undefined) return `${from} imports a path that is computed as it runs; write it out.`;
  return isPackage ? packageRefusal(from, to) : pathRefusal(from, to);
}

/** Why a file stands nowhere in the table; undefined where it does. */
export function homelessness(file: string): string | undefined {
  return lineOf(file) ? undefined : `${file} has no line in layers/table.ts.`;
}

function packageRefusal(from: string, name: string): string | undefined {
  const line = [...mayBeUsedIn].find(([left]) => name === left || name.startsWith(`${left}/`));
  if (!line || line[1].some((path) => covers(path, from))) return undefined;
  return `${from} imports ${name}, which may be used in ${line[1].join(", ")} only.`;
}

function pathRefusal(from: string, to: string): string | undefined {
  const [line, others] = lineOf(from) ?? [];
  if (line === undefined || others === undefined || line === lineOf(to)?.[0]) return undefined;
  if (others.some((path) => covers(path, to)) || (isSmall(to) && covers("src", from))) return undefined;
  const allowed = others.length > 0 ? `${others.join(", ")} only` : "no other part";
  return `${from} imports ${to}: ${line} may import ${allowed}.`;
}

const smallFiles = ["src/*", "src/text"];

function isSmall(file: string): boolean {
  return smallFiles.includes(lineOf(file)?.[0] ?? "");
}

function lineOf(file: string): [string, readonly string[]] | undefined {
  const lines = [...mayImport].filter(([left]) => covers(left, file));
  return lines.sort(([one], [other]) => other.length - one.length)[0];
}

function covers(path: string, file: string): boolean {
  if (path.endsWith("/*")) return posix.dirname(file) === path.substring(0, path.length - "/*".length);
  return file === path || file.startsWith(`${path}/`);
}
