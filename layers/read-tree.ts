import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join, posix } from "node:path";
import { readImports } from "./read-imports.ts";

/** One import of one file. `to`: a path from the root, a package as it is written, or undefined where it is computed. */
export type Import = { from: string; to: string | undefined; isPackage: boolean; isType: boolean };

/** Every file below a folder, by its path from there; without packages and whatever begins with a dot. */
export function listFiles(root: string, folder = ""): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries
    .filter(({ name }) => name !== "node_modules" && !name.startsWith("."))
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name);
      return entry.isDirectory() ? listFiles(root, path) : [path];
    })
    .sort();
}

/** The imports of all these files, save those of what Node brings. */
export function importsOf(root: string, files: readonly string[]): Import[] {
  return files.flatMap((from) =>
    readImports(from, readFileSync(join(root, from), "utf8"))
      .filter(({ specifier }) => specifier === undefined || !isBuiltin(specifier))
      .map(({ specifier, isType }) => ({ from, isType, ...targetOf(from, specifier) })),
  );
}

function targetOf(from: string, specifier: string | undefined): Pick<Import, "to" | "isPackage"> {
  if (!specifier?.startsWith(".")) return { to: specifier, isPackage: specifier !== undefined };
  return { to: posix.join(posix.dirname(from), specifier), isPackage: false };
}
