import { DiscordRefusal, refuseIfAny } from "../rest/refusal.ts";
import { componentProblems } from "../rules/component-rules.ts";
import { numberComponents, problem, walkComponents } from "../rules/component-walk.ts";
import { intent, messageFlag } from "../vocabulary.ts";
import type { MessageBody } from "../wire.ts";
import type { World } from "../world.ts";
import { type Attachment, attachmentSizeLimit, type FileUpload, storeFile } from "./files.ts";
import { mentionsOf } from "./mentions.ts";
import { type Message, renderMessage } from "./message.ts";
import type { User } from "./user.ts";

/** A file of a request; `key` is the n of `files[n]`. */
export interface SentFile extends FileUpload {
  key: string;
}

/** A message or edit as it came over the wire. */
export interface Sent {
  body: MessageBody;
  files: SentFile[];
  /** Where the message lies in the request, for the paths of refusals. */
  prefix: string[];
}

export interface Placement {
  id: string;
  channelId: string;
  author: User;
  visibleTo: string | undefined;
  answers: Message["answers"];
  isFollowUp: boolean;
}

const maxFiles = 10;
const editableFlags = messageFlag.suppressEmbeds | messageFlag.componentsV2;

/** Puts a new message into the world, or refuses it (50006, 50035, 40005). */
export function createMessage(world: World, placement: Placement, sent: Sent): Message {
  const blank = blankMessage(placement);
  const flags = (sent.body.flags ?? 0) | (placement.visibleTo === undefined ? 0 : messageFlag.ephemeral);
  const filled = withContents(world, { ...blank, flags, nonce: sent.body.nonce ?? undefined }, sent);
  const message = keep(world, "created", filled);
  if (world.channels.get(message.channelId)?.recipientId !== undefined) tellOfDirect(world, message);
  return message;
}

/** Whoever asks for it hears of every direct message, the bot's own among them. */
function tellOfDirect(world: World, message: Message): void {
  const data = renderMessage(world, message);
  world.dispatches.emit({
    event: "MESSAGE_CREATE",
    data,
    guildId: undefined,
    intent: intent.directMessages,
  });
}

/** The "… is thinking" placeholder of a deferred answer. */
export function createPlaceholder(world: World, placement: Placement): Message {
  const ephemeral = placement.visibleTo === undefined ? 0 : messageFlag.ephemeral;
  return keep(world, "created", { ...blankMessage(placement), flags: messageFlag.loading | ephemeral });
}

/** Changes what the edit names and leaves the rest. The V2 flag, once set, stays. */
export function editMessage(world: World, message: Message, sent: Sent): Message {
  const flags = (message.flags & ~messageFlag.loading) | ((sent.body.flags ?? 0) & editableFlags);
  const edited = withContents(world, { ...message, flags }, sent);
  return keep(world, "edited", { ...edited, editedAt: new Date().toISOString() });
}

export function deleteMessage(world: World, message: Message): void {
  world.messages.delete(message.id);
  world.events.emit({ kind: "message", change: "deleted", message });
}

function keep(world: World, change: "created" | "edited", message: Message): Message {
  world.messages.set(message.id, message);
  world.events.emit({ kind: "message", change, message });
  return message;
}

function blankMessage(placement: Placement): Message {
  return {
    ...placement,
    content: "",
    embeds: [],
    components: [],
    attachments: [],
    flags: 0,
    mentions: { everyone: false, userIds: [], roleIds: [] },
    createdAt: new Date().toISOString(),
    editedAt: undefined,
    nonce: undefined,
  };
}

function withContents(world: World, message: Message, sent: Sent): Message {
  const { body } = sent;
  const content = body.content === undefined ? message.content : (body.content ?? "");
  const embeds = body.embeds === undefined ? message.embeds : (body.embeds ?? []);
  const components =
    body.components === undefined ? message.components : numberComponents(body.components ?? []);
  const merged = { ...message, content, embeds, components };
  refuseBadShape(merged, sent.prefix);
  const attachments = mergeAttachments(world, message.attachments, sent);
  refuseEmpty({ ...merged, attachments });
  const saysSomethingNew = body.content !== undefined || body.components !== undefined;
  const mentions = saysSomethingNew ? mentionsOf(textOf(merged), body.allowed_mentions) : message.mentions;
  return { ...merged, attachments, mentions };
}

function refuseBadShape(message: Message, prefix: string[]): void {
  const isVersion2 = (message.flags & messageFlag.componentsV2) !== 0;
  const problems = componentProblems(message.components, isVersion2);
  for (const key of ["content", "embeds"] as const) {
    if (isVersion2 && message[key].length > 0)
      problems.push(
        problem([key], "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", `${key} cannot be used`),
      );
  }
  refuseIfAny(problems.map((found) => ({ ...found, path: [...prefix, ...found.path] })));
}

function refuseEmpty({ content, embeds, components, attachments }: Message): void {
  const parts = embeds.length + components.length + attachments.length;
  if (content.trim() === "" && parts === 0) throw new DiscordRefusal("emptyMessage");
}

function textOf(message: Message): string {
  const displayed = [...walkComponents(message.components)].map(({ component }) => component.content ?? "");
  return [message.content, ...displayed].join("\n");
}

/** `attachments` in the body lists what stays and names the new files; without it old ones stay. */
function mergeAttachments(world: World, old: Attachment[], { body, files }: Sent): Attachment[] {
  const plans = body.attachments;
  const kept = plans === undefined ? old : old.filter(({ id }) => plans?.some((plan) => plan.id === id));
  if (kept.length + files.length > maxFiles)
    refuseIfAny([
      problem(["attachments"], "BASE_TYPE_MAX_LENGTH", `Must be ${maxFiles} or fewer in length.`),
    ]);
  if (files.some(({ bytes }) => bytes.byteLength > attachmentSizeLimit)) throw new DiscordRefusal("tooLarge");
  const added = files.map(({ key, ...file }) => {
    const plan = plans?.find(({ id }) => id === key);
    const filename = plan?.filename ?? file.filename;
    return storeFile(world, { ...file, filename, description: plan?.description });
  });
  return [...kept, ...added];
}
