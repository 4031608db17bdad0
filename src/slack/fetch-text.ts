import type { FileReference } from "../chat/field.ts";
import { UserError } from "../errors.ts";

const deadlineMs = 10_000;

/** Where files live; nowhere else is told the token: https://docs.slack.dev/reference/objects/file-object */
const slackHosts = ["files.slack.com", "slack.com"];

type Options = { maxBytes: number; botToken: string; apiUrl: string };

/**
 * Fetches a file's text with the bot's token. Rejects with UserError when it is larger than `maxBytes`, gone, kept
 * elsewhere or not UTF-8.
 */
export async function fetchText(file: FileReference, options: Options): Promise<string> {
  if (!isOurs(file.url, options.apiUrl)) {
    throw new UserError(
      `“${file.name}” is not kept in Slack. Upload the file itself and send the form again.`,
    );
  }
  const bytes = await fetchBytes(file, options);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    const remedy = "Save it as UTF-8 text and upload it again.";
    throw new UserError(`“${file.name}” is not plain text. ${remedy}`, { cause });
  }
}

async function fetchBytes(file: FileReference, { maxBytes, botToken }: Options): Promise<Buffer> {
  if (file.sizeBytes > maxBytes) throw tooLarge(file, maxBytes);
  try {
    const response = await fetch(file.url, {
      headers: { authorization: `Bearer ${botToken}` },
      // Slack sends whoever may not read the file on to a login page.
      redirect: "error",
      signal: AbortSignal.timeout(deadlineMs),
    });
    if (!response.ok || !response.body) throw gone(file);
    return await readWithin(response.body, maxBytes, file);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw gone(file, error);
  }
}

/** The size Slack names is a promise; what counts is what comes. */
async function readWithin(body: ReadableStream<Uint8Array>, maxBytes: number, file: FileReference) {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge(file, maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function isOurs(address: string, apiUrl: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host } = new URL(address);
  const api = new URL(apiUrl);
  if (host === api.host && protocol === api.protocol) return true;
  return protocol === "https:" && slackHosts.includes(host);
}

function tooLarge(file: FileReference, maxBytes: number): UserError {
  const most = `${Math.floor(maxBytes / 1000)} kB`;
  return new UserError(`“${file.name}” has more than ${most}. Shorten it and upload it again.`);
}

function gone(file: FileReference, cause?: unknown): UserError {
  const sentence = `Slack did not hand over “${file.name}”. Upload it again and send the form once more.`;
  return new UserError(sentence, { cause });
}
