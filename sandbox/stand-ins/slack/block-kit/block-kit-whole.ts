import type { z } from "zod";
import type { Block } from "./block-kit-blocks.ts";
import type { InteractiveElement } from "./block-kit-elements.ts";

/** An element people act on, with the block it stands in. */
export type Placed = { readonly block: Block; readonly element: InteractiveElement };

export function elementsOf(block: Block): readonly InteractiveElement[] {
  if (block.type === "input") return [block.element];
  if (block.type === "actions") return block.elements;
  if (block.type !== "section" || block.accessory === undefined) return [];
  return block.accessory.type === "image" ? [] : [block.accessory];
}

export function placedElements(blocks: readonly Block[]): readonly Placed[] {
  return blocks.flatMap((block) => elementsOf(block).map((element) => ({ block, element })));
}

function firstRepeated(ids: readonly (string | undefined)[]): number {
  return ids.findIndex((id, index) => id !== undefined && ids.indexOf(id) !== index);
}

/** Rules that span blocks: ids are unique, and only one element takes the focus. */
export function checkTogether(
  blocks: readonly Block[],
  context: z.RefinementCtx,
  path: readonly (string | number)[],
): void {
  const complain = (at: readonly (string | number)[], message: string) =>
    context.addIssue({ code: "custom", path: [...path, ...at], message });
  const repeated = firstRepeated(blocks.map((block) => block.block_id));
  if (repeated >= 0) complain([repeated, "block_id"], "block_id is not unique");
  for (const [index, block] of blocks.entries()) {
    const actionIds = elementsOf(block).map((element) => element.action_id);
    if (firstRepeated(actionIds) >= 0) complain([index], "action_id is not unique in its block");
  }
  const focused = placedElements(blocks).filter(
    ({ element }) => "focus_on_load" in element && element.focus_on_load === true,
  );
  if (focused.length > 1) complain([], "only one element can have focus_on_load");
}
