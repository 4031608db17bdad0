import { setTimeout as sleep } from "node:timers/promises";
import type { ReplyFile } from "../../../chat/reply.ts";
import { OutsideError } from "../../../errors.ts";
import type { WebClients } from "../../clients.ts";
import { explainCode } from "../../slack-codes.ts";
import { outsideError } from "../../slack-error.ts";

/** How long the file itself may take. */
const uploadTimeoutMs = 30_000;
/** What Slack could not take at one moment it may take the next; a person waits for the answer. */
const againMs = 500;
const longestPauseMs = 3000;

/**
 * Puts a file into a person's direct messages: https://docs.slack.dev/messaging/working-with-files
 * Rejects with OutsideError when Slack failed, and with Refused where it takes none.
 */
export async function sendDirectFile(
  clients: WebClients,
  userId: string,
  { name, text }: ReplyFile,
): Promise<void> {
  // Slack takes no empty file.
  const bytes = typeof text === "string" ? Buffer.from(text || "\n") : text;
  try {
    const { channel } = await clients.repeatable.conversations.open({ users: userId });
    const id = await upload(clients, name, bytes);
    const channel_id = channel?.id ?? "";
    await clients.once.files.completeUploadExternal({ files: [{ id, title: name }], channel_id });
  } catch (error) {
    throw asOutsideError(error);
  }
}

/** Nobody sees a file before it is completed, so that trying anew makes no second one. */
async function upload(clients: WebClients, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  try {
    return await uploadOnce(clients, name, bytes);
  } catch (error) {
    const { isFinal, waitMs = againMs } = asOutsideError(error);
    if (isFinal || waitMs > longestPauseMs) throw error;
    await sleep(waitMs);
    return uploadOnce(clients, name, bytes);
  }
}

function asOutsideError(error: unknown): OutsideError {
  return error instanceof OutsideError ? error : outsideError("a file", error);
}

async function uploadOnce(
  { repeatable }: WebClients,
  filename: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const { upload_url, file_id } = await repeatable.files.getUploadURLExternal({
    filename,
    length: bytes.byteLength,
  });
  if (!upload_url || !file_id) throw new OutsideError("Slack named no place for a file");
  const response = await post(upload_url, bytes);
  if (!response.ok)
    throw new OutsideError(`Slack did not take a file: ${explainCode(`http_${response.status}`)}`);
  return file_id;
}

/** The address is a secret, and the error's own text may hold it. */
async function post(url: string, body: Uint8Array<ArrayBuffer>): Promise<Response> {
  try {
    return await fetch(url, {
      method: "POST",
      redirect: "error",
      body,
      signal: AbortSignal.timeout(uploadTimeoutMs),
    });
  } catch {
    throw new OutsideError("Slack could not be reached for a file");
  }
}
