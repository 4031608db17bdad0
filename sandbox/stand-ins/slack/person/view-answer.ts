import { z } from "zod";
import { check } from "../block-kit/block-kit-check.ts";
import { limits } from "../block-kit/block-kit-limits.ts";
import type { JsonObject } from "../json.ts";
import { Refusal } from "../refusal.ts";
import { readModal } from "../view/view-read.ts";
import type { OpenView } from "../view/views.ts";
import type { World } from "../world.ts";

/** The answers to a submit: https://docs.slack.dev/surfaces/modals */
const answer = z.discriminatedUnion("response_action", [
  z.strictObject({
    response_action: z.literal("errors"),
    errors: z.record(z.string(), z.string().min(1)),
  }),
  z.strictObject({ response_action: z.literal("update"), view: z.unknown() }),
  z.strictObject({ response_action: z.literal("push"), view: z.unknown() }),
  z.strictObject({ response_action: z.literal("clear") }),
]);

/** Every key must be the block_id of an input block; otherwise Slack says "trouble connecting" and shows none. */
function showErrors(view: OpenView, errors: Record<string, string>): void {
  const inputs = view.blocks.filter((block) => block.type === "input").map((block) => block.block_id);
  const strays = Object.keys(errors).filter((key) => !inputs.includes(key));
  if (strays.length > 0) throw new Refusal(`errors name no input block: ${strays.join(", ")}`);
  if (Object.keys(errors).length === 0) throw new Refusal("errors are empty");
  view.errors = errors;
}

function pushOnto(world: World, view: OpenView, definition: unknown): void {
  const modal = readModal(world, definition);
  if (world.views.stack(view.rootViewId).length >= limits.viewStack) throw new Refusal("push_limit_reached");
  world.views.push(view, modal);
}

/** Does what the bot answered to a submit. A view that is closed already stays so. Throws Refusal. */
export function applySubmission(world: World, view: OpenView, ack: JsonObject): void {
  if (Object.keys(ack).length === 0) {
    world.views.close(view);
    return;
  }
  const checked = check(answer, ack, "");
  if (!checked.ok) throw new Refusal("invalid_response_action", { messages: checked.messages });
  if (!view.isOpen) return;
  const said = checked.value;
  switch (said.response_action) {
    case "errors":
      showErrors(view, said.errors);
      break;
    case "update":
      world.views.update(view, readModal(world, said.view, view));
      break;
    case "push":
      pushOnto(world, view, said.view);
      break;
    case "clear":
      world.views.closeStack(view);
      break;
  }
}
