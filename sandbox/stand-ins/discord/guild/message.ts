import { walkComponents } from "../rules/component-walk.ts";
import { interactionType, messageFlag } from "../vocabulary.ts";
import type { Component, Embed } from "../wire.ts";
import { type Attachment, renderAttachment } from "./files.ts";
import type { Mentions } from "./mentions.ts";
import type { User } from "./user.ts";

/** A message as it stands. An edit makes a new object; `standIn.messages()` and `interaction.message()` give the latest. */
export interface Message {
  readonly id: string;
  readonly channelId: string;
  readonly author: User;
  readonly content: string;
  readonly embeds: Embed[];
  readonly components: Component[];
  readonly attachments: Attachment[];
  readonly flags: number;
  /** The only person who sees it, if it is ephemeral. */
  readonly visibleTo: string | undefined;
  readonly mentions: Mentions;
  readonly createdAt: string;
  readonly editedAt: string | undefined;
  readonly nonce: string | number | undefined;
  /** The interaction it answers. */
  readonly answers: { interactionId: string; type: number; userId: string } | undefined;
  readonly isFollowUp: boolean;
}

export function isEphemeral(message: Message): boolean {
  return (message.flags & messageFlag.ephemeral) !== 0;
}

/** "… is thinking": a deferred answer that has not come yet. */
export function isLoading(message: Message): boolean {
  return (message.flags & messageFlag.loading) !== 0;
}

/** Everything that can be pressed or chosen from, by `custom_id` or visible label. */
export function findControl(message: Message, customIdOrLabel: string): Component | undefined {
  const controls = [...walkComponents(message.components)].map(({ component }) => component);
  return (
    controls.find((control) => control.custom_id === customIdOrLabel) ??
    controls.find((control) => control.label === customIdOrLabel || control.placeholder === customIdOrLabel)
  );
}

export function renderUser(user: User): Record<string, unknown> {
  return {
    id: user.id,
    username: user.name,
    discriminator: "0",
    global_name: user.isBot ? null : user.name,
    avatar: null,
    bot: user.isBot,
    system: false,
    public_flags: 0,
    flags: 0,
    avatar_decoration_data: null,
    collectibles: null,
    clan: null,
    primary_guild: null,
  };
}

const defaultType = 0;
const replyType = 19;
const commandAnswerType = 20;

/** What a message names by id alone. */
type Named = { readonly users: ReadonlyMap<string, User>; readonly applicationId: string };

export function renderMessage(world: Named, message: Message): Record<string, unknown> {
  return {
    id: message.id,
    channel_id: message.channelId,
    type: typeOf(message),
    author: renderUser(message.author),
    content: message.content,
    embeds: message.embeds,
    components: message.components,
    attachments: message.attachments.map(renderAttachment),
    timestamp: message.createdAt,
    edited_timestamp: message.editedAt ?? null,
    flags: message.flags,
    tts: false,
    pinned: false,
    mention_everyone: message.mentions.everyone,
    mentions: message.mentions.userIds.flatMap((id) => world.users.get(id) ?? []).map(renderUser),
    mention_roles: message.mentions.roleIds,
    ...(message.nonce !== undefined && { nonce: message.nonce }),
    ...renderOrigin(world, message),
  };
}

function typeOf(message: Message): number {
  if (message.isFollowUp) return replyType;
  return message.answers?.type === interactionType.command ? commandAnswerType : defaultType;
}

/** What ties a message to the interaction it answers. */
function renderOrigin(world: Named, { answers }: Message): Record<string, unknown> {
  if (answers === undefined) return {};
  const user = world.users.get(answers.userId);
  return {
    webhook_id: world.applicationId,
    application_id: world.applicationId,
    interaction_metadata: {
      id: answers.interactionId,
      type: answers.type,
      user: user ? renderUser(user) : null,
      authorizing_integration_owners: {},
    },
  };
}
