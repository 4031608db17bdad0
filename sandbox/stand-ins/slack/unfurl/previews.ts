import type { Block } from "../block-kit/block-kit-blocks.ts";
import type { Attachment } from "../block-kit/block-kit-messages.ts";
import type { Message } from "../message/messages.ts";
import type { Workspace } from "../workspace.ts";

/** The attachment by which a preview hangs on a message, as payloads name it. */
export type AppUnfurl = Attachment & {
  readonly id: number;
  readonly app_unfurl_url: string;
  readonly is_app_unfurl: true;
};

/** What can have previews: a message, or what stands in somebody's composer. */
export type Unfurled = { attachments: readonly Attachment[] };

/** A preview as people see it. `url` is the link that it is of, as the message holds it. */
export type Preview = { readonly id: number; readonly url: string; readonly blocks: readonly Block[] };

/** A preview below the message that holds the link. */
export type MessagePreview = Preview & { readonly message: Message };

export function isAppUnfurl(attachment: Attachment): attachment is AppUnfurl {
  return attachment.is_app_unfurl === true;
}

export function previewsOf({ attachments }: Unfurled): readonly Preview[] {
  return attachments.filter(isAppUnfurl).map(({ id, app_unfurl_url: url, blocks = [] }) => {
    return { id, url, blocks };
  });
}

/** The attachment of this preview. Throws where it is gone. */
export function attachmentOf(unfurled: Unfurled, { id }: Preview): AppUnfurl {
  const found = unfurled.attachments.filter(isAppUnfurl).find((attachment) => attachment.id === id);
  if (found === undefined) throw new Error("this preview is gone");
  return found;
}

/** Hangs a preview on what holds its link; one of the same link is replaced, and keeps its id. */
export function hangPreview(
  { botId, teamId }: Workspace,
  unfurled: Unfurled,
  { url, attachment }: { readonly url: string; readonly attachment: Attachment },
): void {
  const { attachments } = unfurled;
  const before = attachments.filter(isAppUnfurl).find((each) => each.app_unfurl_url === url);
  const whose = { bot_id: botId, bot_team_id: teamId, app_unfurl_url: url, is_app_unfurl: true } as const;
  const hung = { ...attachment, id: before?.id ?? attachments.length + 1, ...whose };
  unfurled.attachments = before
    ? attachments.map((each) => (each === before ? hung : each))
    : [...attachments, hung];
}
