import type { Block } from "../block-kit/block-kit-blocks.ts";
import type { Delivery } from "../delivery/delivery.ts";
import type { Dispatch } from "../dispatch.ts";
import { renderFile, type SlackFile } from "../files.ts";
import type { JsonObject } from "../json.ts";
import type { FieldState } from "../view/view-state.ts";
import type { OpenView } from "../view/views.ts";
import type { SlackUser } from "../workspace.ts";
import type { World } from "../world.ts";
import { type Entry, enter, type PickedFile } from "./field-entry.ts";
import { type Field, findField } from "./form-fields.ts";
import { offerOf } from "./picker-offer.ts";
import type { Suggestions } from "./suggestions.ts";

/** What a person's client keeps and can reach. */
export type Client = {
  readonly world: World;
  readonly user: SlackUser;
  readonly dispatch: Dispatch;
  /** Options last suggested, by block_id. */
  readonly suggested: Map<string, Suggestions>;
};

/** A field by its name, and what a person puts into it. */
export type NamedEntry = { readonly name: string; readonly entry: Entry };
export type Entered = { readonly field: Field; readonly state: FieldState };

export async function resolveView(target: OpenView | Delivery): Promise<OpenView> {
  return "acked" in target ? await target.view() : target;
}

/** Puts a file into Slack, as somebody's. */
export function putFile({ world, user }: Client, picked: PickedFile): SlackFile {
  const bytes = typeof picked.bytes === "string" ? Buffer.from(picked.bytes) : picked.bytes;
  const file = world.files.create({ name: picked.name, userId: user.id, size: bytes.byteLength });
  Object.assign(file, { bytes, isComplete: true });
  return file;
}

function upload(client: Client, picked: PickedFile): JsonObject {
  return renderFile(putFile(client, picked), client.world.baseUrl, client.world.workspace.teamId);
}

/** What a field would hold with this entry. Throws where there is no such field or it does not take the entry. */
export function tryEntry(client: Client, blocks: readonly Block[], { name, entry }: NamedEntry): Entered {
  const field = findField(blocks, name);
  const suggested = client.suggested.get(field.blockId) ?? {};
  const state = enter(field, entry, {
    suggested,
    offered: (element) => offerOf(client.world, client.user, element),
    upload: (picked) => upload(client, picked),
  });
  return { field, state };
}

/** Puts an entry into a field of an open view. Overflow menus hold nothing: what is chosen is only sent. */
export function enterInto(client: Client, view: OpenView, given: NamedEntry): Entered {
  if (!view.isOpen) throw new Error("the view is closed");
  const entered = tryEntry(client, view.blocks, given);
  const { field, state } = entered;
  if (state.type !== "overflow") {
    const block = { ...view.state[field.blockId], [field.actionId]: state };
    view.state = { ...view.state, [field.blockId]: block };
  }
  return entered;
}
