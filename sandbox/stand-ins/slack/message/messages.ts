import type { Block } from "../block-kit/block-kit-blocks.ts";
import type { Attachment } from "../block-kit/block-kit-messages.ts";
import type { SlackFile } from "../files.ts";

/** A message as it stands in a channel now. */
export type Message = {
  readonly ts: string;
  readonly channel: string;
  text: string;
  /** The person who wrote it; undefined: the bot. */
  readonly user?: string;
  blocks: readonly Block[];
  attachments: readonly Attachment[];
  files: readonly SlackFile[];
  /** The only person who sees it; undefined for everybody. */
  readonly ephemeralTo?: string;
  readonly threadTs?: string;
  /** The delivery that it answers, where it came by an acknowledgement or a response_url. */
  readonly answers?: string;
  edited: boolean;
};

export type MessageContent = Pick<Message, "text" | "blocks" | "attachments">;

export type MessageStore = {
  add(message: Message): Message;
  find(channel: string, ts: string): Message | undefined;
  edit(message: Message, content: MessageContent): void;
  remove(message: Message): void;
  /** What everybody in the channel sees, oldest first. */
  inChannel(channel: string): readonly Message[];
  ephemerals(channel: string, userId: string): readonly Message[];
  answersTo(delivery: string): readonly Message[];
};

export function createMessageStore(): MessageStore {
  const messages: Message[] = [];
  return {
    add(message) {
      messages.push(message);
      return message;
    },
    find: (channel, ts) => messages.find((message) => message.channel === channel && message.ts === ts),
    edit(message, content) {
      Object.assign(message, content, { edited: true });
    },
    remove(message) {
      const index = messages.indexOf(message);
      if (index >= 0) messages.splice(index, 1);
    },
    inChannel: (channel) =>
      messages.filter((message) => message.channel === channel && message.ephemeralTo === undefined),
    ephemerals: (channel, userId) =>
      messages.filter((message) => message.channel === channel && message.ephemeralTo === userId),
    answersTo: (delivery) => messages.filter((message) => message.answers === delivery),
  };
}
