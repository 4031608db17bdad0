import type { SandboxFile } from "../../protocol/act.ts";

/** How many bytes become text at once: more than this are too many arguments for one call. */
const pieceBytes = 8192;

/** A file from this machine, as it is sent to the sandbox. */
export async function readSandboxFile(file: File): Promise<SandboxFile> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    binary += String.fromCharCode(...bytes.subarray(start, start + pieceBytes));
  }
  return { name: file.name, base64: btoa(binary) };
}

export function readSandboxFiles(files: FileList | null): Promise<SandboxFile[]> {
  return Promise.all([...(files ?? [])].map(readSandboxFile));
}
