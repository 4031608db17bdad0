import { z } from "zod";
import { anyText, identifier, plainText } from "./block-kit-composition.ts";
import {
  accessory,
  actionsElement,
  contextElement,
  imageSource,
  inputElement,
} from "./block-kit-elements.ts";
import { limits } from "./block-kit-limits.ts";
import { richTextElement } from "./block-kit-rich-text.ts";

/** Blocks: https://docs.slack.dev/reference/block-kit/blocks. A kind not listed here is refused as unknown. */
const blockId = { block_id: identifier.optional() };

const section = z
  .strictObject({
    ...blockId,
    type: z.literal("section"),
    text: anyText(limits.sectionText).optional(),
    fields: z.array(anyText(limits.sectionFieldText)).min(1).max(limits.sectionFields).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine((block) => block.text !== undefined || block.fields !== undefined, "missing required field: text");

const header = z.strictObject({ ...blockId, type: z.literal("header"), text: plainText(limits.headerText) });

const divider = z.strictObject({ ...blockId, type: z.literal("divider") });

const context = z.strictObject({
  ...blockId,
  type: z.literal("context"),
  elements: z.array(contextElement).min(1).max(limits.contextElements),
});

const actions = z.strictObject({
  ...blockId,
  type: z.literal("actions"),
  elements: z.array(actionsElement).min(1).max(limits.actionsElements),
});

const image = z
  .strictObject({
    ...blockId,
    type: z.literal("image"),
    ...imageSource,
    title: plainText(limits.imageText).optional(),
  })
  .refine(
    (block) => (block.image_url === undefined) !== (block.slack_file === undefined),
    "must provide either image_url or slack_file",
  );

const input = z.strictObject({
  ...blockId,
  type: z.literal("input"),
  label: plainText(limits.inputLabel),
  hint: plainText(limits.inputLabel).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: inputElement,
});

const richText = z.strictObject({
  ...blockId,
  type: z.literal("rich_text"),
  elements: z.array(richTextElement),
});

const markdown = z.strictObject({
  ...blockId,
  type: z.literal("markdown"),
  text: z.string().min(1).max(limits.markdownText),
});

const cell = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("raw_text"), text: z.string().min(1) }),
  richText,
]);

const table = z.strictObject({
  ...blockId,
  type: z.literal("table"),
  rows: z.array(z.array(cell).min(1).max(limits.tableCells)).min(1).max(limits.tableRows),
  column_settings: z
    .array(
      z.strictObject({
        align: z.enum(["left", "center", "right"]).optional(),
        is_wrapped: z.boolean().optional(),
      }),
    )
    .max(limits.tableCells)
    .optional(),
});

const everywhere = [section, header, divider, context, actions, image, input, richText] as const;

export const viewBlock = z.discriminatedUnion("type", [...everywhere]);
export const messageBlock = z.discriminatedUnion("type", [...everywhere, markdown, table]);
export type Block = z.infer<typeof messageBlock>;
