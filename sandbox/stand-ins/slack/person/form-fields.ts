import type { Block } from "../block-kit/block-kit-blocks.ts";
import type { InteractiveElement } from "../block-kit/block-kit-elements.ts";
import { placedElements } from "../block-kit/block-kit-whole.ts";

/** One field or button of a view or message, with the ids its value travels under. */
export type Field = {
  readonly blockId: string;
  readonly actionId: string;
  readonly block: Block;
  readonly element: InteractiveElement;
};

export function fieldsOf(blocks: readonly Block[]): readonly Field[] {
  return placedElements(blocks).flatMap(({ block, element }) => {
    if (block.block_id === undefined || element.action_id === undefined) return [];
    return [{ blockId: block.block_id, actionId: element.action_id, block, element }];
  });
}

function namesOf({ blockId, actionId, block }: Field): readonly string[] {
  const plainId = blockId.split("~")[0] ?? blockId;
  return block.type === "input" ? [blockId, plainId, block.label.text] : [blockId, plainId, actionId];
}

/**
 * The field a person means by a block_id, by what stands before its "~", or by its label; outside input blocks, which
 * have no label, by action_id.
 * Throws, naming the fields there are, where there is none.
 */
export function findField(blocks: readonly Block[], name: string): Field {
  const fields = fieldsOf(blocks);
  const field = fields.find((candidate) => namesOf(candidate).includes(name));
  if (field !== undefined) return field;
  const known = fields.map((candidate) => candidate.blockId).join(", ");
  throw new Error(`there is no field "${name}"; there are: ${known}`);
}
