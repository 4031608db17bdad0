import { MessageFlags, type RawFile } from "discord.js";
import type { Reply } from "../../chat/reply.ts";
import { renderFiles } from "./render-files.ts";

/** What a reply says to a request besides its body. */

export function isPublic(reply: Reply): boolean {
  return reply.visibility === "public";
}

export function flagsOf(reply: Reply): { flags?: MessageFlags.Ephemeral } {
  return isPublic(reply) ? {} : { flags: MessageFlags.Ephemeral };
}

export function partsOf({ files = [] }: Reply): { files: RawFile[] } {
  return { files: renderFiles(files) };
}
