import { readFile } from "node:fs/promises";
import { join, normalize, sep } from "node:path";
import { contentTypeOf } from "./content-types.ts";
import type { Answer } from "./web-server.ts";

const notFound: Answer = { status: 404, body: "There is nothing here." };

/** The file of a folder that a path of the page stands for; "/" is index.html. */
export async function answerWithFile(folder: string, path: string): Promise<Answer> {
  const name = readName(path === "/" ? "/index.html" : path);
  const file = name && normalize(join(folder, name));
  if (!file?.startsWith(normalize(folder) + sep)) return notFound;
  try {
    return { status: 200, contentType: contentTypeOf(file), body: await readFile(file) };
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && isNoFile(error.code);
    if (isMissing) return notFound;
    throw error;
  }
}

/** Undefined where the path is not well encoded or holds what no file name may. */
function readName(path: string): string | undefined {
  try {
    const name = decodeURIComponent(path);
    return name.includes("\0") ? undefined : name;
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function isNoFile(code: unknown): boolean {
  return code === "ENOENT" || code === "EISDIR" || code === "ENOTDIR";
}
