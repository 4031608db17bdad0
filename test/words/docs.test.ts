import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const folders = ["bench", "docs", "layers", "migrations", "sandbox", "src", "test"];
const pages = [
  "README.md",
  ...readdirSync("docs").flatMap((name) => (name.endsWith(".md") ? [`docs/${name}`] : [])),
];

/** `src/tavus/client.ts`, or its end where the text says in which folder: `tavus/client.ts`. */
const pathInCode = /`([\w-]+(?:\/[\w.-]+)*(?:\/|\.(?:ts|tsx|mjs|md)))`/g;
const link = /\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g;

test.each(pages)("every file and folder that %s names is there", (page) => {
  const known = folders.flatMap((folder) => [`/${folder}/`, ...pathsBelow(folder)]);

  const named = [...readFileSync(page, "utf8").matchAll(pathInCode)].map(([, path = ""]) => path);

  expect(named.filter((path) => !known.some((one) => one.endsWith(`/${path}`)))).toEqual([]);
});

test.each(pages)("every link of %s leads somewhere", (page) => {
  const links = [...readFileSync(page, "utf8").matchAll(link)].map(([, file = "", heading = ""]) => ({
    file: file === "" ? page : join(dirname(page), file),
    heading,
  }));

  expect(links.filter(({ file }) => !existsSync(file))).toEqual([]);
  expect(links.filter(({ file, heading }) => heading !== "" && !headingsIn(file).includes(heading))).toEqual(
    [],
  );
});

/** Folders end with a slash. */
function pathsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).map(
    (entry) => `/${join(entry.parentPath, entry.name)}${entry.isDirectory() ? "/" : ""}`,
  );
}

/** As GitHub names them in addresses. */
function headingsIn(file: string): string[] {
  const headings = readFileSync(file, "utf8").matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, text = ""]) =>
    text
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}
