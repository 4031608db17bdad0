import type { Attachment } from "../../stand-ins/discord/guild/files.ts";
import type { SlackFile } from "../../stand-ins/slack/files.ts";
import type { SandboxWorld } from "../../stand-ins/world.ts";
import { everySlackMessage } from "./slack-people.ts";

/** Files in chat are fetched from the page's own server: nothing on the page may ask another one. */
export function discordFilePath({ id, filename }: Attachment): string {
  return `/files/discord/${id}/${encodeURIComponent(filename)}`;
}

export function slackFilePath({ id, name }: SlackFile): string {
  return `/files/slack/${id}/${encodeURIComponent(name)}`;
}

const filePath = /^\/files\/(discord|slack)\/(\w+)\//;

/** The bytes of a file that stands in a message, by its path on the page's server. */
export function findChatFile({ discord, slack }: SandboxWorld, path: string): Uint8Array | undefined {
  const [, platform, id] = filePath.exec(path) ?? [];
  if (platform === "discord") {
    return discord.everyMessage.flatMap(({ attachments }) => attachments).find((file) => file.id === id)
      ?.bytes;
  }
  return everySlackMessage(slack)
    .flatMap(({ files }) => files)
    .find((file) => file.id === id)?.bytes;
}
