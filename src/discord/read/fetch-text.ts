import type { FileReference } from "../../chat/form/field.ts";
import { readTextFile } from "../../chat/form/read-text-file.ts";

/** Fetches a file's text; the address is signed and needs no token. Rejects with UserError. */
export function fetchText(file: FileReference, maxBytes: number): Promise<string> {
  return readTextFile(file, {
    maxBytes,
    goneSentence: `Discord no longer hands over “${file.name}”. Upload it again and run the command once more.`,
    request: (signal) => fetch(file.url, { redirect: "error", signal }),
  });
}
