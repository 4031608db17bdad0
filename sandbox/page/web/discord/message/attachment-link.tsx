import { Icon } from "../../shared/icon.tsx";
import type { Attachment } from "../wire.ts";

/** A file of a message, to download. */
export function AttachmentLink({ attachment }: { attachment: Attachment }) {
  const { filename, url, size } = attachment;
  return (
    <a className="d-attachment" href={url} download={filename} target="_blank" rel="noreferrer">
      <Icon name="file" />
      <span>
        {filename}
        <small>{size.toLocaleString()} bytes</small>
      </span>
    </a>
  );
}
