import { z } from "zod";
import { viewBlock } from "./block-kit-blocks.ts";
import { identifier, plainText } from "./block-kit-composition.ts";
import { limits } from "./block-kit-limits.ts";
import { checkTogether, placedElements } from "./block-kit-whole.ts";

/** Views: https://docs.slack.dev/reference/views/modal-views */
const shared = {
  blocks: z.array(viewBlock).max(limits.viewBlocks),
  private_metadata: z.string().max(limits.privateMetadata).optional(),
  callback_id: identifier.optional(),
  external_id: identifier.optional(),
};

export const modalView = z
  .strictObject({
    ...shared,
    type: z.literal("modal"),
    title: plainText(limits.viewTitle),
    submit: plainText(limits.viewTitle).optional(),
    close: plainText(limits.viewTitle).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
  })
  .superRefine((view, context) => {
    checkTogether(view.blocks, context, ["blocks"]);
    const hasInput = view.blocks.some((block) => block.type === "input");
    if (!hasInput || view.submit !== undefined) return;
    context.addIssue({ code: "custom", path: [], message: "missing required field: submit" });
  });
export type ModalView = z.infer<typeof modalView>;

export const homeView = z
  .strictObject({ ...shared, type: z.literal("home") })
  .superRefine((view, context) => checkTogether(view.blocks, context, ["blocks"]))
  .superRefine((view, context) => {
    const hasFile = placedElements(view.blocks).some(({ element }) => element.type === "file_input");
    if (hasFile)
      context.addIssue({ code: "custom", path: ["blocks"], message: "file_input is for modals only" });
  });
export type HomeView = z.infer<typeof homeView>;
