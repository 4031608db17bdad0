import type { Reply } from "../../chat/reply.ts";
import { renderText } from "../render/render-text.ts";
import type { AnswerPlace } from "./answer-place.ts";
import type { AnswerTools } from "./answer-tools.ts";
import { trySending } from "./files/deliver-files.ts";
import { lateTextReply } from "./fixed-replies.ts";
import type { ViewSlot } from "./view-slot.ts";

/** Opens a long text for whoever pressed; one that no modal holds goes to their direct messages as a file. */
export async function showText(
  press: { slot: ViewSlot; userId: string; place: AnswerPlace },
  { title, name, text }: { title: string; name: string; text: string },
  tools: AnswerTools,
): Promise<void> {
  const { slot, userId, place } = press;
  const view = renderText(title, text);
  if (view) {
    if ((await slot.open(view)) === "late") await place.add(lateTextReply(title));
    return;
  }
  const { isSent, note } = await trySending({ name, text }, { ...tools, userId });
  const reply: Reply = {
    tone: isSent ? "neutral" : "failure",
    title,
    text: `It is too long to open here. ${note}`,
  };
  await Promise.all([place.add(reply), slot.tell(reply)]);
}
