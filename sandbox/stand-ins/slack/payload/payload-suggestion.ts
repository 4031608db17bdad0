import type { JsonObject } from "../json.ts";
import { renderView } from "../view/view-render.ts";
import type { OpenView } from "../view/views.ts";
import type { SlackUser } from "../workspace.ts";
import type { World } from "../world.ts";
import { interaction } from "./payload-common.ts";
import { type MessagePlace, renderPlace } from "./payload-message.ts";

type Asked = {
  readonly place: OpenView | MessagePlace;
  readonly blockId: string;
  readonly actionId: string;
  readonly typed: string;
};

function renderOrigin(world: World, place: OpenView | MessagePlace): JsonObject {
  if ("message" in place) return renderPlace(world, place);
  return {
    container: { type: "view", view_id: place.id },
    view: renderView(place, world.workspace),
  };
}

/** https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload */
export function suggestionPayload(world: World, user: SlackUser, asked: Asked): JsonObject {
  return {
    type: "block_suggestion",
    ...interaction(world, user),
    ...renderOrigin(world, asked.place),
    action_id: asked.actionId,
    block_id: asked.blockId,
    value: asked.typed,
  };
}
