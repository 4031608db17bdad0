import type { types } from "@slack/bolt";
import type {
  ChannelField,
  Choice,
  ChoiceField,
  ChoicesField,
  PeopleField,
  PickField,
  SearchField,
} from "../../chat/form/field.ts";
import { cutText } from "../../cut-text.ts";
import { blockLimits } from "./block-limits.ts";
import { plain } from "./text.ts";

/* The elements people choose in. Each shows what is chosen already. */

/** `more`: what the command offers besides. */
export function renderSelect(
  key: string,
  field: ChoiceField,
  { more, value }: { more: readonly Choice[]; value: string },
): types.StaticSelect {
  const { choices, initial, groups } = field;
  const isKnown = value === "" || [...choices, ...more].some((choice) => choice.value === value);
  // What stands there stays, also where it is not offered any more.
  const offered = groups ? [...more, ...(isKnown ? [] : [{ value, label: value }])] : [];
  // One value that is too long would take the whole form with it.
  const others = offered.filter((choice) => choice.value.length <= blockLimits.optionValue);
  if (!groups || others.length === 0) return staticSelect(key, choices, value || initial);
  const chosen = [...choices, ...others].find((choice) => choice.value === (value || initial));
  return {
    type: "static_select",
    action_id: key,
    option_groups: [
      { label: plain(groups.own), options: choices.map(renderOption) },
      { label: plain(groups.more), options: others.map(renderOption) },
    ],
    ...(chosen && { initial_option: renderOption(chosen) }),
  };
}

/** `choices` holds the value, if there is one. */
export function renderPick(
  key: string,
  field: PickField,
  { choices, value }: { choices: readonly Choice[]; value: string },
): types.StaticSelect {
  return { ...staticSelect(key, choices, value), ...renderPlaceholder(field) };
}

export function renderCheckboxes(
  key: string,
  field: ChoicesField,
  values: readonly string[],
): types.Checkboxes {
  const chosen = field.choices.filter((choice) => values.includes(choice.value)).map(renderOption);
  return {
    type: "checkboxes",
    action_id: key,
    options: field.choices.map(renderOption),
    ...(chosen.length > 0 ? { initial_options: chosen } : {}),
  };
}

export function renderSearch(
  key: string,
  field: SearchField,
  { choices, value }: { choices: readonly Choice[]; value: string },
): types.ExternalSelect {
  const { label = value } = choices.find((choice) => choice.value === value) ?? {};
  const isOption = value !== "" && value.length <= blockLimits.optionValue;
  return {
    type: "external_select",
    action_id: key,
    min_query_length: 0,
    ...renderPlaceholder(field),
    ...(isOption ? { initial_option: renderOption({ value, label }) } : {}),
  };
}

/** Slack offers each person the private channels they are in, whether or not the bot is. */
export function renderChannelSelect(
  key: string,
  field: ChannelField,
  value: string,
): types.ConversationsSelect {
  return {
    type: "conversations_select",
    action_id: key,
    filter: { include: ["public", "private"], exclude_bot_users: true },
    ...renderPlaceholder(field),
    ...(value ? { initial_conversation: value } : {}),
  };
}

export function renderPeopleSelect(
  key: string,
  field: PeopleField,
  values: readonly string[],
): types.MultiUsersSelect {
  const chosen = values.slice(0, field.most);
  return {
    type: "multi_users_select",
    action_id: key,
    max_selected_items: field.most,
    ...renderPlaceholder(field),
    ...(chosen.length > 0 ? { initial_users: chosen } : {}),
  };
}

function staticSelect(
  key: string,
  choices: readonly Choice[],
  value: string | undefined,
): types.StaticSelect {
  const chosen = choices.find((choice) => choice.value === value);
  return {
    type: "static_select",
    action_id: key,
    options: choices.map(renderOption),
    ...(chosen ? { initial_option: renderOption(chosen) } : {}),
  };
}

export function renderPlaceholder({ placeholder }: { placeholder?: string }): {
  placeholder?: types.PlainTextElement;
} {
  return placeholder ? { placeholder: plain(placeholder) } : {};
}

function renderOption({ value, label }: Choice): types.PlainTextOption {
  return { text: plain(cutText(label.trim() || value, blockLimits.optionText)), value };
}
