import type { Delivery } from "../delivery/delivery.ts";
import { renderChoice } from "../message/action-render.ts";
import { suggestionPayload } from "../payload/payload-suggestion.ts";
import { viewActionPayload } from "../payload/payload-view.ts";
import { stateOf } from "../view/view-state.ts";
import type { OpenView } from "../view/views.ts";
import { type Field, findField } from "./form-fields.ts";
import { type Client, enterInto, type NamedEntry, resolveView, tryEntry } from "./person-client.ts";
import { actInMessage, isSpot, placeOf, type Spot, visibleBlocks } from "./person-message.ts";
import { type Suggestions, suggestions } from "./suggestions.ts";

/** Where menus stand. */
export type MenuPlace = Spot | OpenView | Delivery;

/** A choice outside input blocks is always sent; inside, only where the block asks for it. */
function isDispatching(field: Field): boolean {
  return field.block.type !== "input" || field.block.dispatch_action === true;
}

function chooseInMessage(client: Client, spot: Spot, given: NamedEntry): Delivery | undefined {
  const blocks = visibleBlocks(spot);
  const { field, state } = tryEntry(client, blocks, given);
  if (!isDispatching(field)) return undefined;
  const action = renderChoice(client.world, field, state);
  const chosen = { [field.blockId]: { [field.actionId]: state } };
  return actInMessage(client, spot, { action, state: stateOf(blocks, chosen) });
}

/** Chooses in a menu; sends block_actions where the bot listens. */
export async function chooseIn(
  client: Client,
  place: MenuPlace,
  given: NamedEntry,
): Promise<Delivery | undefined> {
  if (isSpot(place)) return chooseInMessage(client, place, given);
  const view = await resolveView(place);
  const { field, state } = enterInto(client, view, given);
  if (!isDispatching(field)) return undefined;
  const action = renderChoice(client.world, field, state);
  return client.dispatch(viewActionPayload(client.world, client.user, { view, action }));
}

/** Types into an external menu and reads what the bot suggests; nothing, where it does not answer in time. */
export async function suggestFor(
  client: Client,
  target: MenuPlace,
  given: { readonly name: string; readonly typed: string },
): Promise<Suggestions> {
  const found = isSpot(target) ? target : await resolveView(target);
  const blocks = isSpot(found) ? visibleBlocks(found) : found.blocks;
  const place = isSpot(found) ? placeOf(client, found) : found;
  const { blockId, actionId, element } = findField(blocks, given.name);
  if (element.type !== "external_select" && element.type !== "multi_external_select") {
    throw new Error(`${given.name} takes no suggestions: it is a ${element.type}`);
  }
  if (given.typed.length < (element.min_query_length ?? 3)) return { options: [] };
  const asked = { place, blockId, actionId, typed: given.typed };
  const ack = await client.dispatch(suggestionPayload(client.world, client.user, asked)).acked();
  const answer = suggestions.safeParse(ack.payload);
  const suggested = answer.success ? answer.data : { options: [] };
  client.suggested.set(blockId, suggested);
  return suggested;
}
