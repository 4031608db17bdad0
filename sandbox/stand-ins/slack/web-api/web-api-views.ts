import { z } from "zod";
import { limits } from "../block-kit/block-kit-limits.ts";
import type { JsonObject } from "../json.ts";
import { Refusal, refuseByState } from "../refusal.ts";
import { readHome, readModal } from "../view/view-read.ts";
import { renderView } from "../view/view-render.ts";
import type { OpenView } from "../view/views.ts";
import { type Call, type MethodTable, readArgs } from "./web-api-method.ts";

const openArgs = z.object({ trigger_id: z.string(), view: z.unknown() });
const updateArgs = z.object({
  view: z.unknown(),
  view_id: z.string().optional(),
  external_id: z.string().optional(),
  hash: z.string().optional(),
});
const publishArgs = z.object({ user_id: z.string(), view: z.unknown(), hash: z.string().optional() });

function answer(call: Call, view: OpenView): JsonObject {
  return { view: renderView(view, call.world.workspace) };
}

function open(call: Call): JsonObject {
  const { world } = call;
  const args = readArgs(openArgs, call.args);
  const definition = readModal(world, args.view);
  const trigger = world.triggers.claim(args.trigger_id);
  const view = world.views.open(trigger.userId, definition);
  trigger.openedViewId = view.id;
  return answer(call, view);
}

function push(call: Call): JsonObject {
  const { world } = call;
  const args = readArgs(openArgs, call.args);
  const definition = readModal(world, args.view);
  const trigger = world.triggers.claim(args.trigger_id);
  const parent = trigger.viewId === undefined ? undefined : world.views.find(trigger.viewId);
  if (parent === undefined) throw new Refusal("not_found");
  const stack = world.views.stack(parent.rootViewId);
  const top = stack.at(-1);
  if (top === undefined) throw refuseByState("not_found");
  if (stack.length >= limits.viewStack) throw new Refusal("push_limit_reached");
  const view = world.views.push(top, definition);
  trigger.openedViewId = view.id;
  return answer(call, view);
}

function findView(call: Call, args: z.infer<typeof updateArgs>): OpenView {
  const { views } = call.world;
  const byExternalId = args.external_id === undefined ? undefined : views.findByExternalId(args.external_id);
  const view = args.view_id === undefined ? byExternalId : views.find(args.view_id);
  if (view === undefined || !view.isOpen) throw refuseByState("not_found");
  return view;
}

function update(call: Call): JsonObject {
  const args = readArgs(updateArgs, call.args);
  const view = findView(call, args);
  const definition = readModal(call.world, args.view, view);
  if (args.hash !== undefined && args.hash !== view.hash) throw refuseByState("hash_conflict");
  call.world.views.update(view, definition);
  return answer(call, view);
}

function publish(call: Call): JsonObject {
  const { world } = call;
  const args = readArgs(publishArgs, call.args);
  if (!world.workspace.users.has(args.user_id)) throw refuseByState("user_not_found");
  const definition = readHome(args.view);
  const home = world.views.home(args.user_id);
  if (args.hash !== undefined && home !== undefined && args.hash !== home.hash) {
    throw refuseByState("hash_conflict");
  }
  return answer(call, world.views.publish(args.user_id, definition));
}

export const viewMethods: MethodTable = {
  "views.open": { run: open },
  "views.push": { run: push },
  "views.update": { run: update },
  "views.publish": { run: publish },
};
