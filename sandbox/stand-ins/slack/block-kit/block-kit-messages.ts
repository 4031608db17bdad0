import { z } from "zod";
import { messageBlock } from "./block-kit-blocks.ts";
import { limits } from "./block-kit-limits.ts";
import { checkTogether, placedElements } from "./block-kit-whole.ts";

/** The blocks of one message: https://docs.slack.dev/reference/block-kit/blocks */
export const messageBlocks = z
  .array(messageBlock)
  .max(limits.messageBlocks)
  .superRefine((blocks, context) => {
    checkTogether(blocks, context, []);
    const hasFile = placedElements(blocks).some(({ element }) => element.type === "file_input");
    if (hasFile) context.addIssue({ code: "custom", path: [], message: "file_input is for modals only" });
    const markdown = blocks.reduce(
      (sum, block) => sum + (block.type === "markdown" ? block.text.length : 0),
      0,
    );
    if (markdown > limits.markdownText) {
      context.addIssue({ code: "custom", path: [], message: "markdown blocks exceed 12000 characters" });
    }
  });

/** The blocks of a preview, which has no rich text: https://docs.slack.dev/messaging/unfurling-links-in-messages */
export const unfurlBlocks = messageBlocks.superRefine((blocks, context) => {
  if (!blocks.some(({ type }) => type === "rich_text")) return;
  context.addIssue({ code: "custom", path: [], message: "rich_text is not supported in unfurls" });
});

/** Legacy attachments, still the only way to a coloured bar. */
export const messageAttachment = z.looseObject({
  color: z.string().optional(),
  fallback: z.string().optional(),
  text: z.string().optional(),
  blocks: messageBlocks.optional(),
});
export type Attachment = z.infer<typeof messageAttachment>;
