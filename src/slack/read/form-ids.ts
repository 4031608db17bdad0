import { z } from "zod";
import { readJson } from "../../text/read-json.ts";

/** What a form carries along in `private_metadata`: a submission names neither its channel nor its response_url. */
export type FormMetadata = {
  formId: string;
  channelId: string;
  responseUrl?: string | undefined;
  /** The thread of the message whose button or menu opened the form. */
  threadTs?: string | undefined;
  /** How often the form has been filled in while open. */
  round: number;
  /** What the response_url belongs to: to a command, or to a message with the button that opened the form. Absent: not known. */
  original?: "none" | "private" | "public" | undefined;
};

const metadataSchema = z.object({
  formId: z.string(),
  channelId: z.string(),
  responseUrl: z.string().optional(),
  threadTs: z.string().optional(),
  round: z.number(),
  original: z.enum(["none", "private", "public"]).optional(),
});

const prefix = "pf1:form:";

export function formCallbackId(command: string): string {
  return prefix + command;
}

/** The command of a form; undefined for a form of another version. */
export function commandOfForm(callbackId: string): string | undefined {
  return callbackId.startsWith(prefix) ? callbackId.slice(prefix.length) : undefined;
}

/** Undefined for metadata of another version. */
export function readFormMetadata(text: string): FormMetadata | undefined {
  return metadataSchema.safeParse(readJson(text)).data;
}

/** Whether a form was opened in the Home tab: a press there is in no channel. */
export function isOpenedInHome(metadata: string): boolean {
  return readFormMetadata(metadata)?.channelId === "";
}

/**
 * Slack keeps what was typed where `block_id` and `action_id` stay the same, and shows a new value only where one of
 * them changes. So a field filled in anew gets `key~round`.
 */
export function renewedBlockId(key: string, round: number): string {
  return `${key}~${round}`;
}

export function fieldOfBlock(blockId: string): string {
  return blockId.replace(/~\d+$/, "");
}
