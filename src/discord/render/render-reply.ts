import type { APIEmbed } from "discord.js";
import { fitReply } from "../../chat/fit/fit-reply.ts";
import type { Reply } from "../../chat/reply.ts";
import { type Row, renderComponents } from "./render-components.ts";
import { renderEmbed } from "./render-embed.ts";
import { type Attachment, missingFileNotes, renderAttachments } from "./render-files.ts";

export type MessageBody = {
  embeds: [APIEmbed];
  components: Row[];
  attachments: Attachment[];
  allowed_mentions: { parse: [] };
};

/**
 * A reply as a message, complete: sent as an edit it leaves nothing of what stood there before. Its files travel beside
 * it, as `renderFiles` makes them.
 */
export function renderReply(given: Reply): MessageBody {
  const reply = fitReply(given);
  const { notes = [], files = [] } = reply;
  const missing = missingFileNotes(files);
  const said = missing.length > 0 && reply.withoutFiles ? fitReply(reply.withoutFiles) : reply;
  return {
    embeds: [renderEmbed({ ...said, notes: [...notes, ...missing] })],
    components: renderComponents(said),
    attachments: renderAttachments(files),
    allowed_mentions: { parse: [] },
  };
}
