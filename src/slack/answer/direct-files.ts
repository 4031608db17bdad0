import type { ReplyFile } from "../../chat/reply.ts";
import { OutsideError } from "../../errors.ts";
import type { WebClients } from "../clients.ts";
import { codeOf, outsideError } from "../slack-error.ts";

/** How long the file itself may take. */
const uploadTimeoutMs = 30_000;

/** https://docs.slack.dev/reference/methods/conversations.open#errors */
const takesNone = new Set(["cannot_dm_bot", "user_disabled", "user_not_found", "user_not_visible"]);

/**
 * Puts a file into a person's direct messages: https://docs.slack.dev/messaging/working-with-files
 * False: this person takes none. Rejects with OutsideError when Slack failed.
 */
export async function sendDirectFile(
  clients: WebClients,
  userId: string,
  { name, text }: ReplyFile,
): Promise<boolean> {
  // Slack takes no empty file.
  const bytes = Buffer.from(text || "\n");
  try {
    const channel_id = await openConversation(clients, userId);
    if (!channel_id) return false;
    const id = await upload(clients, name, bytes);
    await clients.once.files.completeUploadExternal({ files: [{ id, title: name }], channel_id });
    return true;
  } catch (error) {
    if (error instanceof OutsideError) throw error;
    throw outsideError("a file", error);
  }
}

async function openConversation({ repeatable }: WebClients, userId: string): Promise<string | undefined> {
  try {
    const { channel } = await repeatable.conversations.open({ users: userId });
    return channel?.id;
  } catch (error) {
    if (takesNone.has(codeOf(error))) return undefined;
    throw error;
  }
}

async function upload({ once }: WebClients, filename: string, bytes: Buffer): Promise<string> {
  const { upload_url, file_id } = await once.files.getUploadURLExternal({
    filename,
    length: bytes.byteLength,
  });
  if (!upload_url || !file_id) throw new OutsideError("Slack named no place for a file");
  const response = await post(upload_url, bytes);
  if (!response.ok) throw new OutsideError(`Slack did not take a file: status ${response.status}`);
  return file_id;
}

/** The address is a secret, and the error's own text may hold it. */
async function post(url: string, body: Buffer): Promise<Response> {
  try {
    return await fetch(url, {
      method: "POST",
      redirect: "error",
      body: new Uint8Array(body),
      signal: AbortSignal.timeout(uploadTimeoutMs),
    });
  } catch {
    throw new OutsideError("Slack could not be reached for a file");
  }
}
