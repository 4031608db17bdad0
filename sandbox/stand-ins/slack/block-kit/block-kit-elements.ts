import { z } from "zod";
import { confirmation, identifier, markdownText, plainText } from "./block-kit-composition.ts";
import {
  datePicker,
  dateTimePicker,
  emailInput,
  fileInput,
  numberInput,
  plainTextInput,
  richTextInput,
  timePicker,
  urlInput,
} from "./block-kit-inputs.ts";
import { limits } from "./block-kit-limits.ts";
import {
  checkboxes,
  externalSelect,
  multiExternalSelect,
  multiStaticSelect,
  overflow,
  radioButtons,
  staticSelect,
} from "./block-kit-menus.ts";
import {
  channelsSelect,
  conversationsSelect,
  multiChannelsSelect,
  multiConversationsSelect,
  multiUsersSelect,
  usersSelect,
} from "./block-kit-pickers.ts";

export const button = z.strictObject({
  type: z.literal("button"),
  action_id: identifier.optional(),
  text: plainText(limits.buttonText),
  value: z.string().max(limits.buttonValue).optional(),
  url: z.url().max(limits.url).optional(),
  style: z.enum(["primary", "danger"]).optional(),
  confirm: confirmation.optional(),
  accessibility_label: z.string().min(1).max(limits.buttonText).optional(),
});

/** An image has one source: an address or a Slack file. */
export const imageSource = {
  alt_text: z.string().min(1).max(limits.imageText),
  image_url: z.url().max(limits.url).optional(),
  slack_file: z.strictObject({ id: z.string().optional(), url: z.string().optional() }).optional(),
};

export const imageElement = z.strictObject({ type: z.literal("image"), ...imageSource });

const chooseElements = [
  checkboxes,
  radioButtons,
  staticSelect,
  externalSelect,
  usersSelect,
  channelsSelect,
  conversationsSelect,
  multiStaticSelect,
  multiExternalSelect,
  multiUsersSelect,
  multiChannelsSelect,
  multiConversationsSelect,
  datePicker,
  timePicker,
] as const;

const typeElements = [plainTextInput, emailInput, urlInput, numberInput, fileInput] as const;

/** What an `input` block may hold. */
export const inputElement = z.discriminatedUnion("type", [
  ...chooseElements,
  ...typeElements,
  dateTimePicker,
  richTextInput,
]);
export type InputElement = z.infer<typeof inputElement>;

/** What an `actions` block may hold. */
export const actionsElement = z.discriminatedUnion("type", [
  ...chooseElements,
  button,
  overflow,
  dateTimePicker,
  richTextInput,
]);
export type ActionsElement = z.infer<typeof actionsElement>;

/** What may stand at the right of a `section`. */
export const accessory = z.discriminatedUnion("type", [...chooseElements, button, overflow, imageElement]);
export type Accessory = z.infer<typeof accessory>;

export const contextElement = z.discriminatedUnion("type", [
  imageElement,
  plainText(limits.sectionText),
  markdownText(limits.sectionText),
]);

/** Anything a person can act on. */
export type InteractiveElement = InputElement | ActionsElement | Exclude<Accessory, { type: "image" }>;
