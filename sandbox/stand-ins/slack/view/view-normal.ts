import type { Block } from "../block-kit/block-kit-blocks.ts";
import type { Ids } from "../ids.ts";

function withActionId<T extends { action_id?: string | undefined }>(element: T, ids: Ids): T {
  return { ...element, action_id: element.action_id ?? ids.blockId() };
}

function fillElements(block: Block, ids: Ids): Block {
  if (block.type === "input") return { ...block, element: withActionId(block.element, ids) };
  if (block.type === "actions") {
    return { ...block, elements: block.elements.map((element) => withActionId(element, ids)) };
  }
  if (block.type !== "section" || block.accessory === undefined) return block;
  if (block.accessory.type === "image") return block;
  return { ...block, accessory: withActionId(block.accessory, ids) };
}

/** The blocks as Slack keeps them: it invents every block_id and action_id that is missing. */
export function fillIds<T extends Block>(blocks: readonly T[], ids: Ids): Block[] {
  return blocks.map((block) => ({
    ...fillElements(block, ids),
    block_id: block.block_id ?? ids.blockId(),
  }));
}
