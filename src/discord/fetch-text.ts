import type { FileReference } from "../chat/field.ts";
import { UserError } from "../errors.ts";

const deadlineMs = 10_000;

/**
 * Fetches a file's text; the address is signed and needs no token. Rejects with UserError when it is larger than
 * `maxBytes`, gone or not UTF-8. A byte order mark is removed.
 */
export async function fetchText(file: FileReference, maxBytes: number): Promise<string> {
  const bytes = await fetchBytes(file, maxBytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    const remedy = "Save it as UTF-8 text and upload it again.";
    throw new UserError(`“${file.name}” is not plain text. ${remedy}`, { cause });
  }
}

async function fetchBytes(file: FileReference, maxBytes: number): Promise<Buffer> {
  if (file.sizeBytes > maxBytes) throw tooLarge(file, maxBytes);
  try {
    const response = await fetch(file.url, { redirect: "error", signal: AbortSignal.timeout(deadlineMs) });
    if (!response.ok || !response.body) throw gone(file);
    return await readWithin(response.body, maxBytes, file);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw gone(file, error);
  }
}

/** The size Discord names is a promise; what counts is what comes. */
async function readWithin(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
  file: FileReference,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge(file, maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(file: FileReference, maxBytes: number): UserError {
  const most = `${Math.floor(maxBytes / 1000)} kB`;
  return new UserError(`“${file.name}” has more than ${most}. Shorten it and upload it again.`);
}

function gone(file: FileReference, cause?: unknown): UserError {
  const sentence = `Discord no longer hands over “${file.name}”. Upload it again and run the command once more.`;
  return new UserError(sentence, { cause });
}
