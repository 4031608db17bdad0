import { Icon } from "../../shared/icon.tsx";
import type { SlackFile } from "../wire.ts";

/** A file of a message, to download. */
export function FileLink({ file }: { file: SlackFile }) {
  const { name, size, url_private_download, url_private } = file;
  return (
    <a
      className="s-file-link"
      href={url_private_download ?? url_private}
      download={name}
      target="_blank"
      rel="noreferrer"
    >
      <Icon name="file" />
      <span>
        {name}
        <small>{size.toLocaleString()} bytes</small>
      </span>
    </a>
  );
}
