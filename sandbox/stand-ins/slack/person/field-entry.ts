import { z } from "zod";
import { allOptions } from "../block-kit/block-kit-options.ts";
import type { JsonObject } from "../json.ts";
import { type FieldState, renderOption } from "../view/view-state.ts";
import type { Field } from "./form-fields.ts";
import type { Offer } from "./picker-offer.ts";

/** A file a person picks from their machine. */
export type PickedFile = { readonly name: string; readonly bytes: Uint8Array | string };

/** What a person enters: text, an option's value or text, several of them, files; null empties the field. */
export type Entry = string | number | readonly string[] | PickedFile | readonly PickedFile[] | null;

/** What an entry needs from outside the field. */
export type EntrySources = {
  /** The options the bot suggested last for this field. */
  readonly suggested: Parameters<typeof allOptions>[0];
  /** What Slack offers by itself: people, channels. */
  readonly offered: (element: Field["element"]) => readonly Offer[] | undefined;
  readonly upload: (file: PickedFile) => JsonObject;
};

const text = z.union([z.string(), z.number().transform(String)]);
const several = z.union([z.array(z.string()), z.string().transform((one) => [one])]);
const pickedFile = z.object({ name: z.string(), bytes: z.union([z.string(), z.instanceof(Uint8Array)]) });
const pickedFiles = z.union([z.array(pickedFile), pickedFile.transform((one) => [one])]);

function optionsFor(field: Field, sources: EntrySources) {
  const { element } = field;
  if (element.type === "external_select" || element.type === "multi_external_select")
    return sources.suggested;
  return "options" in element || "option_groups" in element ? element : {};
}

function pick(field: Field, wanted: string, sources: EntrySources): JsonObject {
  const options = allOptions(optionsFor(field, sources));
  const option =
    options.find((each) => each.value === wanted) ?? options.find((each) => each.text.text === wanted);
  if (option !== undefined) return renderOption(option);
  const offered = options.map((each) => each.value).join(", ");
  throw new Error(`"${wanted}" is not offered in ${field.blockId}; offered: ${offered}`);
}

const singleKeys: Readonly<Record<string, string>> = {
  users_select: "selected_user",
  channels_select: "selected_channel",
  conversations_select: "selected_conversation",
  datepicker: "selected_date",
  timepicker: "selected_time",
};
const multiKeys: Readonly<Record<string, string>> = {
  multi_users_select: "selected_users",
  multi_channels_select: "selected_channels",
  multi_conversations_select: "selected_conversations",
};

/** The state of a field after a person has entered something. Throws where the entry does not fit the field. */
export function enter(field: Field, entry: Entry, sources: EntrySources): FieldState {
  const type = field.element.type;
  switch (type) {
    case "plain_text_input":
    case "email_text_input":
    case "url_text_input":
    case "number_input":
      return { type, value: entry === null || entry === "" ? null : text.parse(entry) };
    case "static_select":
    case "external_select":
    case "radio_buttons":
    case "overflow":
      return { type, selected_option: entry === null ? null : pick(field, text.parse(entry), sources) };
    case "multi_static_select":
    case "multi_external_select":
    case "checkboxes": {
      const values = entry === null ? [] : several.parse(entry);
      return { type, selected_options: values.map((value) => pick(field, value, sources)) };
    }
    case "file_input":
      return { type, files: entry === null ? [] : pickedFiles.parse(entry).map(sources.upload) };
    case "datetimepicker":
      return { type, selected_date_time: entry === null ? null : z.coerce.number().parse(entry) };
    default:
      return enterPick(field, entry, sources);
  }
}

function enterPick(field: Field, entry: Entry, sources: EntrySources): FieldState {
  const { type } = field.element;
  const find = (wanted: string) => findOffered(field, wanted, sources);
  const single = singleKeys[type];
  if (single !== undefined) return { type, [single]: entry === null ? null : find(text.parse(entry)) };
  const multi = multiKeys[type];
  if (multi !== undefined) return { type, [multi]: entry === null ? [] : several.parse(entry).map(find) };
  throw new Error(`nothing can be entered into a ${type}`);
}

/** The id of what a person picks by id or name; dates and times are what they are. */
function findOffered({ blockId, element }: Field, wanted: string, sources: EntrySources): string {
  const offered = sources.offered(element);
  if (offered === undefined) return wanted;
  const found = offered.find(({ id, name }) => id === wanted || name === wanted);
  if (found !== undefined) return found.id;
  throw new Error(
    `"${wanted}" is not offered in ${blockId}; offered: ${offered.map(({ id }) => id).join(", ")}`,
  );
}
