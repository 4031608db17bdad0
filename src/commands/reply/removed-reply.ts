import type { Member } from "../../chat/member.ts";
import type { Button, Fact, Reply } from "../../chat/reply.ts";
import type { Persona } from "../../personas/persona.ts";
import type { Fate } from "../../personas/persona-port.ts";
import type { RemoveResult } from "../../personas/remove.ts";
import { isCause } from "../../warnings/causes.ts";
import { sentencesFor, withSaid } from "../../warnings/sentences.ts";
import { quoted } from "./persona-reply.ts";

/** Longer IDs of Tavus's do not fit into a button; they have 13 characters. */
export const longestInButton = 60;

/** What became of a persona that was deleted here; whoever may delete may also bring it back from Tavus. */
export async function removedReply(removed: RemoveResult, member: Member): Promise<Reply> {
  const buttons = (await member.role()) === "member" ? [] : importButtons(removed);
  return {
    tone: "success",
    title: `${quoted(removed.persona.name)} was deleted`,
    text: [
      whatHappened(removed),
      ...(buttons.length > 0 ? ["Import brings back what Tavus has of it."] : []),
    ].join(" "),
    facts: [{ label: "ID here", value: removed.persona.id, code: true }, ...keptFact(removed)],
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
      return persona.tavusPersonaId
        ? "It is gone here. It stays in Tavus under the ID below."
        : "It is gone here. It stays in Tavus.";
    case "unknown":
      return "It is gone here. Whether Tavus has made it is not known: look for its name there in a few minutes.";
    case "whenKnown":
      return "It is gone here. Whether Tavus has made it is not known yet; as soon as it is, it is deleted there too, and you are told.";
    case "onItsWay":
      return `It is gone here. That it is gone in Tavus is not confirmed yet. ${why(persona)}\nFor a day I go on until it is, and tell you how it ended.`;
    case "unlinked":
      return "It is gone here. It was not linked to Tavus any more, so nothing was deleted there.";
    case "neverThere":
      return "It is gone here. It was not in Tavus.";
  }
}

function why({ failure }: Persona): string {
  if (!failure) return "";
  const { happened } = sentencesFor(failure.cause, { operation: "delete" });
  return withSaid(happened, failure.cause, failure.words);
}

/** How the deletion in Tavus ended that followed the one here, for whoever asked for it. */
export function fateReply(persona: Persona, fate: Fate): Reply {
  const name = quoted(persona.name);
  const record = { label: "ID here", value: persona.id, code: true };
  if (fate.kind === "deleted") {
    const text = "It was deleted here before. Nothing to do.";
    return { tone: "success", title: `${name} is gone in Tavus too`, text, facts: [record] };
  }
  if (fate.kind === "neverThere") {
    const text = "It was deleted here, and Tavus has never made it. Nothing to do.";
    return { tone: "success", title: `${name} was not in Tavus`, text, facts: [record] };
  }
  const { kind, words } = fate.failure;
  const cause = isCause(kind) ? kind : "unexpectedReply";
  const { happened } = sentencesFor(cause, { operation: "delete" });
  return {
    tone: "failure",
    title: `${name} could not be deleted in Tavus`,
    text: `${withSaid(happened, cause, words)}\nIt is gone here and stays in Tavus. I do not try again: delete it there, or bring it back with /persona-show and the Tavus ID below.`,
    facts: [record, { label: "ID in Tavus", value: persona.tavusPersonaId ?? "", code: true }],
  };
}

function keptFact({ persona, tavus }: RemoveResult): Fact[] {
  const { tavusPersonaId } = persona;
  return tavus === "kept" && tavusPersonaId
    ? [{ label: "ID in Tavus", value: tavusPersonaId, code: true }]
    : [];
}

function importButtons({ persona, tavus }: RemoveResult): Button[] {
  const { tavusPersonaId = "" } = persona;
  const isPossible = tavus === "kept" && tavusPersonaId !== "" && tavusPersonaId.length <= longestInButton;
  const state = `${tavusPersonaId}.${persona.id}`;
  return isPossible ? [{ label: "Import", action: "import-deleted", state }] : [];
}
