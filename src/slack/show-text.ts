import type { AnswerPlace } from "./answer-place.ts";
import type { AnswerTools } from "./answer-tools.ts";
import { sentNote, trySending, unsentNote } from "./deliver-files.ts";
import { lateTextReply } from "./fixed-replies.ts";
import { openView } from "./open-view.ts";
import { renderText } from "./render-text.ts";

/** Opens a long text for whoever pressed; one that no modal holds goes to their direct messages as a file. */
export async function showText(
  press: { trigger_id: string; userId: string; place: AnswerPlace },
  { title, name, text }: { title: string; name: string; text: string },
  tools: AnswerTools,
): Promise<void> {
  const { trigger_id, userId, place } = press;
  const view = renderText(title, text);
  if (view) {
    const opening = { trigger_id, view };
    const outcome = await openView({ ...tools, client: tools.clients.repeatable }, opening);
    if (outcome === "late") await place.add(lateTextReply(title));
    return;
  }
  const isSent = await trySending({ name, text }, { ...tools, userId });
  const said = isSent ? sentNote({ name }) : unsentNote({ name });
  await place.add({
    tone: isSent ? "neutral" : "failure",
    title,
    text: `It is too long to open here. ${said}`,
  });
}
