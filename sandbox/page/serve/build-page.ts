import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../web", import.meta.url));
/** What the front end is made of, besides its own folder. */
const otherInputs = [
  ...["act", "messages", "picture"].map((name) =>
    fileURLToPath(new URL(`../protocol/${name}.ts`, import.meta.url)),
  ),
  fileURLToPath(new URL("../../stand-ins/discord/vocabulary.ts", import.meta.url)),
  fileURLToPath(import.meta.url),
  fileURLToPath(new URL("../../../package-lock.json", import.meta.url)),
];

/** Bundles the front end into `folder`, unless what lies there is newer than everything it is made of. */
export async function buildPage(folder: string): Promise<void> {
  if ((await newestOf(await filesIn(root))) < (await ageOf(join(folder, "index.html")))) return;
  // Vite is loaded here: most starts have nothing to build, and loading it takes as long as a build.
  const { build } = await import("vite");
  await build({
    root,
    // The page of a call or a video lies in a folder of its own.
    base: "/",
    configFile: false,
    logLevel: "error",
    // Whatever NODE_ENV says here: the libraries' development code is half as quick, and not what anybody reads.
    define: { "process.env.NODE_ENV": '"production"' },
    oxc: { jsx: { development: false } },
    build: {
      outDir: folder,
      emptyOutDir: true,
      // Nothing inline: the page's policy allows scripts from its own server alone.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: Number.POSITIVE_INFINITY,
    },
  });
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return [...otherInputs, ...files.map((entry) => join(entry.parentPath, entry.name))];
}

async function newestOf(files: readonly string[]): Promise<number> {
  return Math.max(...(await Promise.all(files.map(ageOf))));
}

/** When it was last written, in milliseconds since 1970; 0 where there is no such file. */
async function ageOf(file: string): Promise<number> {
  const found = await stat(file, { throwIfNoEntry: false });
  return found?.mtimeMs ?? 0;
}
