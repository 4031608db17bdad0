import { z } from "zod";
import type { SlackPicture } from "../../../protocol/picture.ts";
import { ChatPicture } from "../../live/chat-picture.tsx";
import { elementSchema, richSchema, type SlackBlock, textSchema } from "../wire.ts";
import { BlockElement, type PressSlack } from "./block-element.tsx";
import { SlackText } from "./mrkdwn.tsx";
import { RichText } from "./rich-text.tsx";

export type BlockViewProps = { block: SlackBlock; slack: SlackPicture; press: PressSlack };

/** One block of a message or a form, inputs excepted. */
export function BlockView({ block, slack, press }: BlockViewProps) {
  switch (block.type) {
    case "header":
      return (
        <p className="s-block-header">
          <SlackText text={block.text} slack={slack} />
        </p>
      );
    case "section":
      return <Section block={block} slack={slack} press={press} />;
    case "rich_text":
      return z
        .array(richSchema)
        .parse(block.elements)
        .map((piece, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of rich text have nothing else to tell them apart
          <RichText key={index} piece={piece} slack={slack} />
        ));
    case "context":
      return <Context block={block} slack={slack} />;
    case "actions":
      return (
        <div className="s-actions">
          {z
            .array(elementSchema)
            .parse(block.elements)
            .map((element) => (
              <BlockElement key={element.action_id} element={element} slack={slack} press={press} />
            ))}
        </div>
      );
    case "image":
      return <ChatPicture address={block.image_url ?? ""} alt={block.alt_text} />;
    case "divider":
      return <hr />;
    default:
      return null;
  }
}

function Section({ block, slack, press }: BlockViewProps) {
  return (
    <div className="s-section">
      <div>
        <SlackText text={block.text} slack={slack} />
        {block.fields.length > 0 && (
          <div className="s-fields">
            {block.fields.map((field) => (
              <div key={field.text}>
                <SlackText text={field} slack={slack} />
              </div>
            ))}
          </div>
        )}
      </div>
      {block.accessory && <BlockElement element={block.accessory} slack={slack} press={press} />}
    </div>
  );
}

function Context({ block, slack }: Pick<BlockViewProps, "block" | "slack">) {
  const texts = z.array(textSchema.catch({ type: "plain_text", text: "" })).parse(block.elements);
  return (
    <div className="s-context">
      {texts.map((text) => (
        <span key={text.text}>
          <SlackText text={text} slack={slack} />
        </span>
      ))}
    </div>
  );
}
