import type { Block } from "../block-kit/block-kit-blocks.ts";
import type { Delivery } from "../delivery/delivery.ts";
import { renderPress } from "../message/action-render.ts";
import { viewActionPayload } from "../payload/payload-view.ts";
import { stateOf } from "../view/view-state.ts";
import type { OpenView } from "../view/views.ts";
import { type Field, fieldsOf } from "./form-fields.ts";
import type { Client } from "./person-client.ts";
import { actInMessage, isSpot, type Spot, visibleBlocks } from "./person-message.ts";

function isMeant({ element }: Field, name: string): boolean {
  return element.type === "button" && (element.action_id === name || element.text.text === name);
}

function findButton(blocks: readonly Block[], name: string): Field {
  const fields = fieldsOf(blocks);
  const button = fields.find((candidate) => isMeant(candidate, name));
  if (button !== undefined) return button;
  const known = fields.map(({ actionId }) => actionId).join(", ");
  throw new Error(`there is no button "${name}"; there are: ${known}`);
}

/** Presses a button by action_id or text. Buttons with an address tell the bot too. */
export function pressButton(client: Client, place: Spot | OpenView, name: string): Delivery {
  const { world, user } = client;
  const blocks = isSpot(place) ? visibleBlocks(place) : place.blocks;
  const { blockId, element } = findButton(blocks, name);
  const action = renderPress(world, blockId, element);
  if (isSpot(place)) return actInMessage(client, place, { action, state: stateOf(blocks) });
  return client.dispatch(viewActionPayload(world, user, { view: place, action }));
}
