import { utc } from "../../chat/time-mark.ts";
import type { MessageContent } from "./payload.ts";

/** https://docs.discord.com/developers/reference#message-formatting-formats */
const reference = /<(?:@!?(\d+)|a?:(\w+):\d+|\/([^<>:]+):\d+|t:(-?\d{1,11})(?::[a-zA-Z])?)>/g;

/**
 * What a message says as people read it there: the names in place of whom it mentions, of a server's own emoji and of commands, and
 * times as dates, for a persona would read their numbers out. Whose name Discord does not send stays a number.
 */
export function asRead(text: string, mentions: MessageContent["mentions"]): string {
  return text.replace(
    reference,
    (written: string, user?: string, emoji?: string, command?: string, seconds?: string) => {
      if (emoji) return `:${emoji}:`;
      if (command) return `/${command}`;
      if (seconds) return utc(Number(seconds) * 1000);
      const mentioned = mentions.find(({ id }) => id === user);
      return mentioned ? `@${mentioned.global_name || mentioned.username}` : written;
    },
  );
}
