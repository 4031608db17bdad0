import { posix } from "node:path";
import { type Import, importsOf, listFiles } from "./read-tree.ts";
import { homelessness, refusalOf } from "./refusals.ts";
import { findRings } from "./rings.ts";
import { mostFilesInFolder } from "./table.ts";

/**
 * Everything in this tree that layers/table.ts does not allow, a sentence for each. A library would be dearer and see
 * less: dependency-cruiser 18 reads no TypeScript 7, so it needs a second compiler (swc), with which it misses
 * `import("…")` among types; and neither the length of a ring nor the files of a folder can be a rule of it.
 */
export function checkTree(root: string): string[] {
  const files = listFiles(root);
  const sources = files.filter((file) => /\/.*\.[cm]?tsx?$/.test(file));
  const imports = importsOf(root, sources);
  return [
    ...sources.flatMap((file) => homelessness(file) ?? []),
    ...imports.flatMap((each) => refusalOf(each) ?? []),
    ...ringsIn(imports),
    ...crowdedFolders(files),
  ];
}

/** Values may not go round at all; types may between two files that are one thing in two halves. */
function ringsIn(imports: readonly Import[]): string[] {
  const values = findRings(edges(imports.filter(({ isType }) => !isType)));
  const all = findRings(edges(imports)).filter((ring) => ring.length > 2);
  return [
    ...values.map((ring) => `A ring of imports: ${ring.join(", ")}.`),
    ...all.map((ring) => `A ring of imports and types, and more than two files: ${ring.join(", ")}.`),
  ];
}

function edges(imports: readonly Import[]): { from: string; to: string }[] {
  return imports.flatMap(({ from, to, isPackage }) => (to === undefined || isPackage ? [] : [{ from, to }]));
}

function crowdedFolders(files: readonly string[]): string[] {
  const counted = files.filter((file) => /^(src|sandbox)\//.test(file));
  return [...Map.groupBy(counted, (file) => posix.dirname(file))]
    .filter(([, held]) => held.length > mostFilesInFolder)
    .map(([folder, held]) => `${folder} holds ${held.length} files; ${mostFilesInFolder} are the most.`);
}
