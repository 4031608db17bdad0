import type { InteractiveElement } from "../block-kit/block-kit-elements.ts";
import type { JsonObject } from "../json.ts";
import type { FieldState } from "../view/view-state.ts";
import type { World } from "../world.ts";

type Acted = { readonly blockId: string; readonly element: InteractiveElement };

/** What every entry of `actions` in block_actions carries. */
function renderCommon(world: World, { blockId, element }: Acted): JsonObject {
  return {
    type: element.type,
    block_id: blockId,
    action_id: element.action_id,
    action_ts: world.ids.timestamp(),
  };
}

export function renderPress(world: World, blockId: string, element: InteractiveElement): JsonObject {
  const common = renderCommon(world, { blockId, element });
  if (element.type !== "button") return common;
  const { text, value, url, style } = element;
  return {
    ...common,
    text: { ...text, emoji: text.emoji ?? true },
    ...(value === undefined ? {} : { value }),
    ...(url === undefined ? {} : { url }),
    ...(style === undefined ? {} : { style }),
  };
}

export function renderChoice(world: World, acted: Acted, state: FieldState): JsonObject {
  return { ...renderCommon(world, acted), ...state };
}
