import type { Member } from "../../chat/member.ts";
import type { Button, Fact, Reply } from "../../chat/reply.ts";
import type { RemoveResult } from "../../personas/remove.ts";
import { quoted } from "./persona-reply.ts";

/** Longer ones do not fit into a button; Tavus's have 13 characters. */
const longestInButton = 60;

/** What became of a persona that was deleted here; whoever may delete may also bring it back from Tavus. */
export async function removedReply(removed: RemoveResult, member: Member): Promise<Reply> {
  const buttons = (await member.role()) === "member" ? [] : importButtons(removed);
  return {
    tone: "success",
    title: `${quoted(removed.persona.name)} was deleted`,
    text: [whatHappened(removed), ...(buttons.length > 0 ? ["Import brings it back from there."] : [])].join(
      " ",
    ),
    facts: [{ label: "Record here", value: removed.persona.id, code: true }, ...keptFact(removed)],
    ...(buttons.length > 0 ? { buttons } : {}),
  };
}

/** A persona that nothing is left of, not even the memory. */
export const notHereReply: Reply = {
  tone: "neutral",
  title: "This persona is not here any more",
  text: "It was deleted. /persona-list shows those that are here.",
};

function whatHappened({ persona, tavus }: RemoveResult): string {
  switch (tavus) {
    case "deleted":
      return "It is gone here and in Tavus.";
    case "alreadyGone":
      return "It is gone here. In Tavus it was gone already.";
    case "kept":
      return `It is gone here. In Tavus it stays${persona.tavusPersonaId ? ", under the ID below" : ""}.`;
    case "unknown":
      return "It is gone here. Whether Tavus has made it is not known: look for its name there in a few minutes.";
    case "whenKnown":
      return "It is gone here. Whether Tavus has made it is not known yet; as soon as it is, it is deleted there too.";
    case "neverThere":
      return "It is gone here. It was not in Tavus.";
  }
}

function keptFact({ persona, tavus }: RemoveResult): Fact[] {
  const { tavusPersonaId } = persona;
  return tavus === "kept" && tavusPersonaId
    ? [{ label: "Tavus persona", value: tavusPersonaId, code: true }]
    : [];
}

function importButtons({ persona, tavus }: RemoveResult): Button[] {
  const { tavusPersonaId = "" } = persona;
  const isPossible = tavus === "kept" && tavusPersonaId !== "" && tavusPersonaId.length <= longestInButton;
  return isPossible ? [{ label: "Import", action: "import-deleted", state: tavusPersonaId }] : [];
}
