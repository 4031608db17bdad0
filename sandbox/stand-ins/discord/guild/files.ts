import type { NextId } from "../snowflake.ts";

/** A file as a person or the bot uploads it. */
export interface FileUpload {
  filename: string;
  contentType: string;
  bytes: Uint8Array;
}

/** A stored file; `url` serves its bytes on 127.0.0.1. */
export interface Attachment extends FileUpload {
  id: string;
  url: string;
  description: string | undefined;
}

/** Discord's default limit for one file, 10 MiB. */
export const attachmentSizeLimit = 10_485_760;

/** Where files are kept, and the address they are served from. */
type FileStore = {
  readonly origin: string;
  readonly nextId: NextId;
  readonly attachments: Map<string, Attachment>;
};

export function storeFile(
  world: FileStore,
  upload: FileUpload & { description?: string | undefined },
): Attachment {
  const id = world.nextId();
  const path = `/attachments/${id}/${encodeURIComponent(upload.filename)}`;
  const attachment = { description: undefined, ...upload, id, url: `${world.origin}${path}` };
  world.attachments.set(id, attachment);
  return attachment;
}

export function renderAttachment(attachment: Attachment): Record<string, unknown> {
  return {
    id: attachment.id,
    filename: attachment.filename,
    content_type: attachment.contentType,
    size: attachment.bytes.byteLength,
    url: attachment.url,
    proxy_url: attachment.url,
    ...(attachment.description !== undefined && { description: attachment.description }),
  };
}
