import { check } from "../block-kit/block-kit-check.ts";
import { limits } from "../block-kit/block-kit-limits.ts";
import { type HomeView, homeView, type ModalView, modalView } from "../block-kit/block-kit-views.ts";
import { placedElements } from "../block-kit/block-kit-whole.ts";
import { Refusal } from "../refusal.ts";
import { requireScope } from "../web-api/web-api-method.ts";
import type { World } from "../world.ts";

function checkSize(value: unknown): void {
  const bytes = Buffer.byteLength(JSON.stringify(value) ?? "");
  if (bytes > limits.viewBytes) throw new Refusal("view_too_large");
}

/** The modal the bot sent. `replacing` is the view it takes the place of. Throws Refusal for anything Slack refuses. */
export function readModal(world: World, value: unknown, replacing?: { readonly id: string }): ModalView {
  checkSize(value);
  const checked = check(modalView, value, "view");
  if (!checked.ok) throw new Refusal("invalid_arguments", { messages: checked.messages });
  const view = checked.value;
  if (placedElements(view.blocks).some(({ element }) => element.type === "file_input")) {
    requireScope(world, "files:read");
  }
  const holder = view.external_id === undefined ? undefined : world.views.findByExternalId(view.external_id);
  if (holder !== undefined && holder.id !== replacing?.id) throw new Refusal("duplicate_external_id");
  return view;
}

export function readHome(value: unknown): HomeView {
  checkSize(value);
  const checked = check(homeView, value, "view");
  if (!checked.ok) throw new Refusal("invalid_arguments", { messages: checked.messages });
  return checked.value;
}
