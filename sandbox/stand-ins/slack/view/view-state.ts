import type { Block } from "../block-kit/block-kit-blocks.ts";
import type { ChoiceOption } from "../block-kit/block-kit-composition.ts";
import type { InteractiveElement } from "../block-kit/block-kit-elements.ts";
import { placedElements } from "../block-kit/block-kit-whole.ts";
import type { JsonObject } from "../json.ts";

/** What stands in one field, as `view.state.values[block_id][action_id]` shows it. */
export type FieldState = { readonly type: string } & JsonObject;

/** `view.state.values`: block_id, then action_id. */
export type ViewState = Record<string, Record<string, FieldState>>;

/** An option as Slack sends it back: plain text gains `emoji`. */
export function renderOption(option: ChoiceOption): JsonObject {
  const { text, value, description } = option;
  const plain = text.type === "plain_text" ? { ...text, emoji: text.emoji ?? true } : text;
  return { text: plain, value, ...(description === undefined ? {} : { description }) };
}

function initialOption(option: ChoiceOption | undefined): JsonObject | null {
  return option === undefined ? null : renderOption(option);
}

/** What a field holds before anybody touches it; undefined for buttons, which hold nothing. */
function initialState(element: InteractiveElement): FieldState | undefined {
  const type = element.type;
  switch (element.type) {
    case "button":
    case "overflow":
      return undefined;
    case "plain_text_input":
    case "email_text_input":
    case "url_text_input":
    case "number_input":
      return { type, value: element.initial_value ?? null };
    case "rich_text_input":
      return { type, rich_text_value: element.initial_value ?? null };
    case "file_input":
      return { type, files: [] };
    case "static_select":
    case "external_select":
    case "radio_buttons":
      return { type, selected_option: initialOption(element.initial_option) };
    case "multi_static_select":
    case "multi_external_select":
    case "checkboxes":
      return { type, selected_options: (element.initial_options ?? []).map(renderOption) };
    default:
      return initialPick(element);
  }
}

function initialPick(element: InteractiveElement): FieldState | undefined {
  const type = element.type;
  switch (element.type) {
    case "users_select":
      return { type, selected_user: element.initial_user ?? null };
    case "channels_select":
      return { type, selected_channel: element.initial_channel ?? null };
    case "conversations_select":
      return { type, selected_conversation: element.initial_conversation ?? null };
    case "multi_users_select":
      return { type, selected_users: element.initial_users ?? [] };
    case "multi_channels_select":
      return { type, selected_channels: element.initial_channels ?? [] };
    case "multi_conversations_select":
      return { type, selected_conversations: element.initial_conversations ?? [] };
    case "datepicker":
      return { type, selected_date: element.initial_date ?? null };
    case "timepicker":
      return { type, selected_time: element.initial_time ?? null };
    case "datetimepicker":
      return { type, selected_date_time: element.initial_date_time ?? null };
    default:
      return undefined;
  }
}

/**
 * The state of a view that has just been shown. What people typed in `before` stays where block_id, action_id
 * and kind are unchanged; everywhere else the field starts from its initial value, as in Slack.
 */
export function stateOf(blocks: readonly Block[], before: ViewState = {}): ViewState {
  const state: ViewState = {};
  for (const { block, element } of placedElements(blocks)) {
    const fresh = initialState(element);
    if (fresh === undefined || block.block_id === undefined || element.action_id === undefined) continue;
    const kept = before[block.block_id]?.[element.action_id];
    const field = kept?.type === fresh.type ? kept : fresh;
    state[block.block_id] = { ...state[block.block_id], [element.action_id]: field };
  }
  return state;
}
