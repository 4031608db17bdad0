import type { Item, Reply, ReplyLink } from "../reply.ts";

/** Whether something of it leads out of the platform, which may refuse the whole message for it. */
export function leadsOutside({ image, links = [], items = [] }: Reply): boolean {
  return image !== undefined || links.length > 0 || items.some(({ link }) => link !== undefined);
}

/**
 * Sends a reply, and where the platform refuses it as it is written, with less and less of what leads out: a platform
 * fetches a picture and judges an address, and takes nothing of a message whose picture it cannot have. What is refused was
 * not posted, so nothing is posted twice.
 */
export async function sendOrPlainer<Sent>(
  reply: Reply,
  isRefusedAsWritten: (error: unknown) => boolean,
  send: (reply: Reply) => Promise<Sent>,
): Promise<Sent> {
  let refusal: unknown;
  for (const shown of [reply, ...plainerReplies(reply)]) {
    try {
      return await send(shown);
    } catch (error) {
      if (!isRefusedAsWritten(error)) throw error;
      refusal = error;
    }
  }
  throw refusal;
}

/** What is sent in its place, in turn: without its picture, its addresses as text, without any address. */
export function plainerReplies(reply: Reply): Reply[] {
  const { image, ...rest } = reply;
  const withoutImage = image ? noted(rest, "The picture could not be shown here.") : rest;
  if (!leadsOutside(rest)) return image ? [withoutImage] : [];
  return [...(image ? [withoutImage] : []), addressesAsText(withoutImage), withoutAddresses(withoutImage)];
}

function addressesAsText({ links = [], ...reply }: Reply): Reply {
  const text = [reply.text ?? "", ...links.map(writtenOut)].filter((line) => line !== "").join("\n");
  return withItems(text ? { ...reply, text } : reply, ({ link, ...item }) =>
    link ? { ...item, text: `${item.text} – ${writtenOut(link)}` } : item,
  );
}

function withoutAddresses({ links: _links, ...reply }: Reply): Reply {
  const note = "The links could not be shown here: their addresses were refused.";
  return noted(
    withItems(reply, ({ link: _link, ...item }) => item),
    note,
  );
}

function withItems(reply: Reply, change: (item: Item) => Item): Reply {
  return reply.items ? { ...reply, items: reply.items.map(change) } : reply;
}

function writtenOut({ label, url }: ReplyLink): string {
  return `${label}: ${url}`;
}

function noted(reply: Reply, note: string): Reply {
  return { ...reply, notes: [...(reply.notes ?? []), note] };
}
