import type { JsonObject } from "../json.ts";
import { renderView } from "../view/view-render.ts";
import type { OpenView } from "../view/views.ts";
import type { SlackUser } from "../workspace.ts";
import type { World } from "../world.ts";
import { interaction } from "./payload-common.ts";

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export function submissionPayload(world: World, user: SlackUser, view: OpenView): JsonObject {
  return {
    type: "view_submission",
    ...interaction(world, user),
    trigger_id: world.triggers.issue(user.id, view.id).id,
    view: renderView(view, world.workspace),
    response_urls: [],
  };
}

export function closedPayload(
  world: World,
  user: SlackUser,
  given: { readonly view: OpenView; readonly isCleared: boolean },
): JsonObject {
  const view = renderView(given.view, world.workspace);
  return { type: "view_closed", ...interaction(world, user), view, is_cleared: given.isCleared };
}

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export function viewActionPayload(
  world: World,
  user: SlackUser,
  given: { readonly view: OpenView; readonly action: JsonObject },
): JsonObject {
  return {
    type: "block_actions",
    ...interaction(world, user),
    container: { type: "view", view_id: given.view.id },
    trigger_id: world.triggers.issue(user.id, given.view.id).id,
    view: renderView(given.view, world.workspace),
    actions: [given.action],
  };
}
