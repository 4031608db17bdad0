import type { Context } from "../../chat/command.ts";
import { limits } from "../../chat/limits.ts";
import type { Button, Fact, Reply } from "../../chat/reply.ts";
import type { Comparison } from "../../personas/content/compare.ts";
import type { Persona } from "../../personas/persona.ts";
import { elsewhereRemedy } from "../../personas/resolve/read-theirs.ts";
import { titleOf, withSaid } from "../../warnings/sentences.ts";
import { auditItem } from "../persona-status/audit-words.ts";
import { type KeyHelp, keyHelpFor } from "../reply/key-help.ts";
import { idFacts, inStep, personaText, quoted } from "../reply/persona-reply.ts";
import { madeFact } from "../reply/shared-card.ts";
import { leastBeforeMore, shownBeforeMore, withMore } from "../reply/with-more.ts";
import type { Services } from "../services.ts";
import { offersFor } from "./show-buttons.ts";
import { fieldFacts, fieldFiles, fieldTexts } from "./show-fields.ts";
import { namesAndFace, withNames } from "./show-names.ts";
import { bothSidesFile, longOnes, sideBySide } from "./side-by-side.ts";

/** The last of what was done with it. */
const actsShown = 5;

/** One persona in full, how it compares with Tavus, and what this member may do with it now. */
export async function showReply(persona: Persona, context: Context<Services>): Promise<Reply> {
  const { services } = context;
  const [{ comparison: compared, offers, help }] = await Promise.all([
    lookAt(persona, context),
    // Meanwhile: what the replica is called.
    persona.replicaId && services.replicas.usable(persona.tenantId),
  ]);
  const comparison = await withNames(compared, persona.tenantId, services);
  const held = comparison && "held" in comparison ? comparison.held : {};
  const { names, face } = await namesAndFace(persona, held, services);
  const done = await services.audit.newestOfPersona(persona.tenantId, persona.id, actsShown);
  // Who made it is among the facts.
  const acts = done.filter(({ action }) => action !== "create");
  const files = [...bothSidesFile(comparison), ...fieldFiles(persona)].slice(0, limits.files);
  const buttons = withMore(offers, moreOf(persona, shownBeforeMore));
  const isFine = persona.link === "linked" && !persona.isBehind && !waitsForChoice(comparison);
  return {
    tone: isFine ? "success" : "warning",
    title: quoted(persona.name),
    text: [
      stateLine(persona, { buttons, comparison, readersRemedy: help?.remedy }),
      ...comparisonLines(comparison, persona, offers),
      "",
      ...fieldTexts(persona, longOnes(comparison)),
    ].join("\n"),
    facts: [
      ...factsOf(persona, { ...held, ...names }),
      ...linkFacts(persona, context),
      ...(help?.facts ?? []),
    ],
    ...face,
    ...(acts.length > 0 ? { items: acts.map(auditItem) } : {}),
    ...(files.length > 0 ? { files } : {}),
    buttons,
  };
}

/** Somebody has to say which side is to stay, or what is to become of it. */
function waitsForChoice(comparison: Comparison | undefined): boolean {
  return comparison?.kind === "differs" || comparison?.kind === "gone" || comparison?.kind === "elsewhere";
}

/** The buttons that found no place below the persona itself. */
export async function moreReply(persona: Persona, shown: number, context: Context<Services>): Promise<Reply> {
  const { offers } = await lookAt(persona, context);
  const left = offers.slice(shown);
  // All, where each has found a place since.
  const [rest, before] = left.length > 0 ? [left, shown] : [offers, 0];
  return {
    tone: "neutral",
    title: quoted(persona.name),
    text: "What else can be done with it.",
    facts: idFacts(persona),
    buttons: [
      ...withMore(rest, moreOf(persona, before + leastBeforeMore), shownBeforeMore),
      { label: "Back", action: "show", state: persona.id },
    ],
  };
}

/** Leads to those behind the ones that are shown. */
function moreOf({ id }: Persona, shown: number) {
  return { action: "more", state: `${id}.${shown}` };
}

async function lookAt(
  persona: Persona,
  context: Context<Services>,
): Promise<{ comparison: Comparison | undefined; offers: Button[]; help: KeyHelp | undefined }> {
  const comparison = persona.link === "linked" ? await context.services.personas.compare(persona) : undefined;
  const help = await keyHelpFor(persona.failure?.cause, context);
  const offers = await offersFor(persona, comparison, context);
  return { comparison, offers: [...(help?.buttons ?? []), ...offers], help };
}

/** What shows a card of it in a channel, where the operator has asked for that. */
function linkFacts({ id }: Persona, { services, member }: Context<Services>): Fact[] {
  const url = member.platform === "slack" ? services.linkTo?.(id) : undefined;
  return url ? [{ label: "Link", value: url, code: true }] : [];
}

function stateLine(
  persona: Persona,
  {
    buttons,
    comparison,
    readersRemedy,
  }: { buttons: readonly Button[]; comparison: Comparison | undefined; readersRemedy: string | undefined },
): string {
  if (persona.link !== "linked" || persona.isBehind) return personaText(persona, buttons, readersRemedy);
  return comparison?.kind === "same" ? inStep : "Linked to Tavus.";
}

function comparisonLines(
  comparison: Comparison | undefined,
  { isBehind }: Persona,
  offers: readonly Button[],
): string[] {
  switch (comparison?.kind) {
    case undefined:
    case "same":
      return [];
    case "differs":
      return [
        `Tavus differs in: ${comparison.fields.join(", ")}.`,
        ...differenceHint(isBehind, offers),
        ...sideBySide(comparison.differences),
      ];
    case "gone":
      return [`Tavus does not have it any more. ${goneHint(offers)}`];
    case "elsewhere":
      return [`Tavus does not know it under the present key. ${elsewhereRemedy}`];
    case "unknown":
      return [unknownLine(comparison)];
  }
}

function unknownLine({ why, words }: Comparison & { kind: "unknown" }): string {
  const sentence = `Whether Tavus holds the same could not be asked: ${titleOf(why, "show")}.`;
  return withSaid(sentence, why, words);
}

function goneHint(offers: readonly Button[]): string {
  return offers.some(({ action }) => action === "create-again")
    ? "Create again makes a new one there. Unlink lets it stay here alone until the next sync makes it again."
    : "Whoever may change it can create it again or unlink it.";
}

function differenceHint(isBehind: boolean, offers: readonly Button[]): string[] {
  if (!offers.some(({ action }) => action === "keep-theirs"))
    return ["Whoever may change it can choose which to keep."];
  if (isBehind) return ["Keep theirs takes over what Tavus has; the last change made here goes."];
  return ["Keep ours sends what is here to Tavus. Keep theirs takes over what Tavus has."];
}

/** `said`: what is read in place of what stands here. */
function factsOf(persona: Persona, said: Parameters<typeof fieldFacts>[1]): Fact[] {
  const { tavusPersonaId } = persona;
  return [
    { label: "ID here", value: persona.id, code: true },
    { label: "ID in Tavus", value: tavusPersonaId ?? "not linked", code: tavusPersonaId !== undefined },
    ...fieldFacts(persona, said),
    madeFact(persona),
  ];
}
