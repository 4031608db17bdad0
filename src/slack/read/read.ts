import { encodeChoice } from "../../chat/button-code.ts";
import type { Interaction } from "../../chat/interaction.ts";
import type { Member } from "../../chat/member.ts";
import { decodeMrkdwn } from "../render/text.ts";
import { commandOfForm, fieldOfBlock, readFormMetadata } from "./form-ids.ts";
import type { LookedUp } from "./look-up.ts";
import {
  type ActionPayload,
  type CommandPayload,
  formIn,
  type ShortcutPayload,
  type SlackView,
  type SubmissionPayload,
  type SuggestionPayload,
} from "./payload.ts";
import { readGivenMessage } from "./read-message.ts";
import { readValues } from "./read-values.ts";
import { readTyped } from "./typed-text.ts";

/** A payload and its kind. */
export type SlackPayload =
  | { kind: "command"; body: CommandPayload }
  | { kind: "shortcut"; body: ShortcutPayload }
  | { kind: "submission"; body: SubmissionPayload }
  | { kind: "action"; body: ActionPayload }
  | { kind: "suggestion"; body: SuggestionPayload };

const nothing: LookedUp = { names: new Map(), files: [] };

/** Turns a payload into our words; undefined for a form of another version and for presses that mean nothing to us. */
export function readInteraction(
  payload: SlackPayload,
  member: Member,
  lookedUp = nothing,
): Interaction | undefined {
  switch (payload.kind) {
    case "command":
      return readCommand(payload.body, member);
    case "shortcut":
      return readShortcut(payload.body, member, lookedUp);
    case "submission":
      return readSubmission(payload.body, member);
    case "action": {
      const form = formIn(payload.body);
      return form ? readChange(payload.body, form, member) : readPress(payload.body, member);
    }
    case "suggestion":
      return readTyping(payload.body, member);
  }
}

/** Who acts. Which team the payload names beside them is no word on where they belong: see membership.ts. */
export function userOf(payload: SlackPayload): string {
  return payload.kind === "command" ? payload.body.user_id : payload.body.user.id;
}

function readCommand(body: CommandPayload, member: Member): Interaction {
  return {
    kind: "command",
    id: body.trigger_id,
    member,
    channelId: body.channel_id,
    command: body.command.replace(/^\//, ""),
    values: {},
    text: readTyped(decodeMrkdwn(body.text)),
  };
}

function readShortcut(body: ShortcutPayload, member: Member, lookedUp: LookedUp): Interaction {
  return {
    kind: "command",
    id: body.trigger_id,
    member,
    channelId: body.channel.id,
    command: body.callback_id,
    values: {},
    text: "",
    given: readGivenMessage(body, lookedUp),
  };
}

function readSubmission({ view, trigger_id }: SubmissionPayload, member: Member): Interaction | undefined {
  const form = readForm(view);
  if (!form) return undefined;
  // The view's own id will not do: a form refused and corrected comes again under it.
  const id = trigger_id ?? `${view.id}:${view.hash}`;
  return { kind: "form", id, member, ...form, values: readValues(view) };
}

function readPress(
  { actions: [action], channel, container, trigger_id }: ActionPayload,
  member: Member,
): Interaction | undefined {
  const code = readCode(action);
  if (code === undefined) return undefined;
  const channelId = channel?.id ?? "";
  // A preview hangs below a message of somebody's own, which is not ours to change.
  const isOurs = !container?.is_ephemeral && !container?.is_app_unfurl;
  const messageId = isOurs ? container?.message_ts : undefined;
  const message = channelId && messageId ? { message: { channelId, messageId } } : {};
  return { kind: "button", id: trigger_id, member, channelId, code, ...message };
}

function readCode({ type, action_id, url, selected_option }: ActionPayload["actions"][0]) {
  if (type === "button") return url ? undefined : action_id;
  return type === "static_select" && selected_option
    ? encodeChoice(action_id, selected_option.value)
    : undefined;
}

function readChange({ trigger_id }: ActionPayload, view: SlackView, member: Member): Interaction | undefined {
  const form = readForm(view);
  return form && { kind: "fill", id: trigger_id, member, ...form, values: readValues(view) };
}

function readTyping(body: SuggestionPayload, member: Member): Interaction | undefined {
  const form = readForm(body.view);
  if (!form) return undefined;
  const field = fieldOfBlock(body.block_id);
  const { command, channelId } = form;
  const id = `${body.view.id}:${field}:${body.value}`;
  return { kind: "suggest", id, member, channelId, command, field, typed: body.value };
}

function readForm(view: SlackView): { command: string; formId: string; channelId: string } | undefined {
  const command = commandOfForm(view.callback_id);
  const metadata = readFormMetadata(view.private_metadata);
  if (!command || !metadata) return undefined;
  return { command, formId: metadata.formId, channelId: metadata.channelId };
}
