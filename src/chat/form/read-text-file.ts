import { UserError } from "../../errors.ts";
import type { FileReference } from "./field.ts";

/** How long handing over a file may take, read to its end. */
const deadlineMs = 10_000;

/**
 * The text of an uploaded file. `request` fetches it, with whatever the platform asks for; `goneSentence` is said when
 * that fails. Rejects with UserError when it is larger than `maxBytes`, gone or not UTF-8. A byte order mark is removed.
 */
export async function readTextFile(
  file: FileReference,
  options: { maxBytes: number; goneSentence: string; request(signal: AbortSignal): Promise<Response> },
): Promise<string> {
  const bytes = await readBytes(file, options);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    const remedy = "Save it as UTF-8 text and upload it again.";
    throw new UserError(`“${file.name}” is not plain text. ${remedy}`, { cause });
  }
}

async function readBytes(
  file: FileReference,
  { maxBytes, goneSentence, request }: Parameters<typeof readTextFile>[1],
): Promise<Buffer> {
  if (file.sizeBytes > maxBytes) throw tooLarge(file, maxBytes);
  try {
    const response = await request(AbortSignal.timeout(deadlineMs));
    if (!response.ok || !response.body) throw new UserError(goneSentence);
    return await readWithin(response.body, maxBytes, file);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(goneSentence, { cause: error });
  }
}

/** The size the platform names is a promise; what counts is what comes. */
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
