import { sendOrPlainer } from "../../chat/fit/plainer-reply.ts";
import type { Reply } from "../../chat/reply.ts";
import { isRefusedAsWritten, judgeFailure, outsideError } from "../slack-error.ts";
import type { SlackClient } from "../workspaces/slack-client.ts";
import { renderPreview } from "./render-preview.ts";

type Place = { channel: string; ts: string };

/**
 * Hangs cards below a message, by the links in it. Slack refuses all of them for one that it does not take, as where it
 * cannot have a picture: each then goes alone, and plainer. Of a message that is gone nothing is wanted any more.
 * https://docs.slack.dev/reference/methods/chat.unfurl
 */
export async function hangCards(
  client: SlackClient,
  place: Place,
  cards: ReadonlyMap<string, Reply>,
): Promise<void> {
  try {
    if (cards.size === 1) await hangEach(client, place, cards);
    else await unlessRefusedAsWritten(unfurl(client, place, cards), () => hangEach(client, place, cards));
  } catch (error) {
    const verdict = judgeFailure(error);
    if (verdict.kind === "refused" && verdict.meaning.about === "original") return;
    throw outsideError("a preview of a link", error);
  }
}

async function hangEach(client: SlackClient, place: Place, cards: ReadonlyMap<string, Reply>): Promise<void> {
  let refusal: { error: unknown } | undefined;
  for (const [url, card] of cards) {
    const sent = sendOrPlainer(card, isRefusedAsWritten, (shown) =>
      unfurl(client, place, new Map([[url, shown]])),
    );
    await unlessRefusedAsWritten(sent, (error) => {
      refusal = { error };
    });
  }
  // The others hang by now.
  if (refusal) throw refusal.error;
}

async function unlessRefusedAsWritten(
  sending: Promise<void>,
  otherwise: (error: unknown) => void | Promise<void>,
): Promise<void> {
  try {
    await sending;
  } catch (error) {
    if (!isRefusedAsWritten(error)) throw error;
    await otherwise(error);
  }
}

async function unfurl({ chat }: SlackClient, place: Place, cards: ReadonlyMap<string, Reply>): Promise<void> {
  const unfurls = Object.fromEntries(
    [...cards].map(([url, card]) => [url, { blocks: renderPreview(card) }] as const),
  );
  await chat.unfurl({ ...place, unfurls });
}
