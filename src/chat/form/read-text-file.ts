import { UserError } from "../../errors.ts";
import { inQuotes } from "../../short-name.ts";
import type { FileReference } from "./field.ts";

/** How long handing over a file may take, read to its end. */
const deadlineMs = 10_000;

export type TextFileOptions = {
  maxBytes: number;
  /** Where the platform keeps files, such as `https://files.slack.com`: nothing is fetched from elsewhere. */
  origins: readonly string[];
  headers?: Record<string, string>;
  /** Said of a file that is kept elsewhere, and of one that is not handed over. */
  sentences: { elsewhere: string; gone: string };
};

/**
 * The text of an uploaded file. Rejects with UserError when it is larger than `maxBytes`, kept elsewhere, gone or not
 * UTF-8. A byte order mark is removed.
 */
export async function readTextFile(file: FileReference, options: TextFileOptions): Promise<string> {
  const bytes = await readBytes(file, options);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    const remedy = "Save it as UTF-8 text and upload it again.";
    throw new UserError(`${inQuotes(file.name)} is not plain text. ${remedy}`, { cause });
  }
}

async function readBytes(
  file: FileReference,
  { maxBytes, origins, headers = {}, sentences }: TextFileOptions,
): Promise<Buffer> {
  if (file.sizeBytes > maxBytes) throw tooLarge(file, maxBytes);
  if (!URL.canParse(file.url) || !origins.includes(new URL(file.url).origin)) {
    throw new UserError(sentences.elsewhere);
  }
  try {
    const signal = AbortSignal.timeout(deadlineMs);
    // No platform hands a file over by way of another address, and none may learn the token by it.
    const response = await fetch(file.url, { headers, redirect: "error", signal });
    if (!response.ok || !response.body) throw new UserError(sentences.gone);
    const reading = readWithin(response.body, maxBytes, file);
    if (!isPage(response.headers)) return await reading;
    const bytes = await reading.catch(() => undefined);
    if (bytes?.byteLength !== file.sizeBytes) throw new UserError(sentences.gone);
    return bytes;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(sentences.gone, { cause: error });
  }
}

/**
 * Where the app may not read files, Slack hands over its login page with the status of a success: it is not as long as the file.
 */
function isPage(headers: Headers): boolean {
  return /^\s*(text\/html|application\/xhtml\+xml)\b/i.test(headers.get("content-type") ?? "");
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
  return new UserError(`${inQuotes(file.name)} has more than ${most}. Shorten it and upload it again.`);
}
