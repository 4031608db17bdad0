import type { SlackPicture } from "../../../protocol/picture.ts";
import { BotMark } from "../../shared/bot-mark.tsx";
import type { SlackAttachment } from "../wire.ts";
import type { PressSlack } from "./block-element.tsx";
import { BlockView } from "./block-view.tsx";
import { Mrkdwn } from "./mrkdwn.tsx";

type LinkPreviewProps = { preview: SlackAttachment; slack: SlackPicture; press: PressSlack };

/** What the app shows below a message of a link in it. */
export function LinkPreview({ preview, slack, press }: LinkPreviewProps) {
  const { app_unfurl_url: url, color, title, text, blocks } = preview;
  return (
    <blockquote
      className="s-preview"
      aria-label={`Preview of ${url.replaceAll("&amp;", "&")}`}
      {...(color && { style: { borderInlineStartColor: color } })}
    >
      {title && <b>{title}</b>}
      {text && (
        <p>
          <Mrkdwn text={text} slack={slack} />
        </p>
      )}
      {blocks.map((block, index) => (
        <BlockView key={block.block_id || index} block={block} slack={slack} press={press} />
      ))}
      <small className="s-preview-by">
        <BotMark className="s-app-mark" /> Added by PersonaForge
      </small>
    </blockquote>
  );
}
