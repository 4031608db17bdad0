import type { FieldValue, FormValues } from "../../chat/form/field.ts";
import { fieldOfBlock } from "./form-ids.ts";
import type { FieldState, SlackView } from "./payload.ts";
import { readFile } from "./read-file.ts";
import { readTyped } from "./typed-text.ts";

/**
 * What stands in a view, by field key. A text or choice left empty is there as "" or [], so that it takes the place of
 * what an earlier version of the form held; a file not chosen has no key, for it cannot be shown to be chosen already.
 */
export function readValues(view: SlackView): FormValues {
  const values: FormValues = {};
  for (const [blockId, actions] of statesOf(view)) {
    for (const field of Object.values(actions)) {
      const value = readValue(field);
      if (value !== undefined) values[fieldOfBlock(blockId)] = value;
    }
  }
  return values;
}

/** The block each field stands in, by field key. */
export function readBlockIds(view: SlackView): Record<string, string> {
  return Object.fromEntries(statesOf(view).map(([blockId]) => [fieldOfBlock(blockId), blockId]));
}

/**
 * What Slack says of each block. It may go on saying what stood in one that has given way to another (slackapi/bolt-js#625), which is
 * older than what stands in the other.
 */
function statesOf({ state, blocks }: SlackView): [blockId: string, actions: Record<string, FieldState>][] {
  const shown = new Set(blocks.map(({ block_id }) => block_id));
  const states = Object.entries(state.values);
  const fields = new Set(states.filter(([id]) => shown.has(id)).map(([id]) => fieldOfBlock(id)));
  return states.filter(([id]) => shown.has(id) || !fields.has(fieldOfBlock(id)));
}

function readValue(field: FieldState): FieldValue | undefined {
  if (field.files) return field.files[0] && readFile(field.files[0]);
  if (field.selected_options) return field.selected_options.map((option) => option.value);
  if (field.selected_users) return field.selected_users;
  return field.selected_option?.value ?? field.selected_conversation ?? readTyped(field.value ?? "");
}
