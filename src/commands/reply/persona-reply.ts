import type { Context, LaterReply, Outcome } from "../../chat/command.ts";
import type { Button, Fact, Reply } from "../../chat/reply.ts";
import { timeMark } from "../../chat/time-mark.ts";
import { calledIn } from "../../personas/content/each-field.ts";
import { isAtRest, type Persona } from "../../personas/persona.ts";
import { inQuotes, nameInQuotes } from "../../short-name.ts";
import { plural } from "../../text/plural.ts";
import { type Cause, factsOf } from "../../warnings/causes.ts";
import { type Sentences, sentencesFor, withSaid } from "../../warnings/sentences.ts";
import { oneAfterAnother } from "../../warnings/try-again.ts";
import { presentMs } from "../../work.ts";
import { mayChange } from "../persona-history/may-change.ts";
import type { Services } from "../services.ts";
import { type KeyHelp, keyHelpFor, withKeyHelp } from "./key-help.ts";
import { lifeButtons } from "./next-buttons.ts";
import { canOverwrite, type MayLink, remediesFor } from "./remedy-buttons.ts";

type Asking = Pick<Context<Services>, "services" | "member">;

/** What is known of who reads it; `help`: where the key is to blame. */
type Reader = MayLink & { help?: KeyHelp | undefined };

/** Where a persona stands, for whoever may act on it: as its maker may, where it is not known who reads it. */
export function personaReply(persona: Persona, { help, mayLink }: Reader = { mayLink: false }): Reply {
  if (persona.link === "linked" && !persona.isBehind) return linkedReply(persona);
  return withKeyHelp(unlinkedReply(persona, { readersRemedy: help?.remedy, mayLink }), help);
}

export async function mayLinkByHand({ services, member }: Asking): Promise<MayLink> {
  return { mayLink: (await services.mayUse(member, "manager")) === undefined };
}

/** The same after something was done: that a platform does not say what somebody may do hides nothing of it. */
export function mayLinkIfKnown(asking: Asking): Promise<MayLink> {
  return mayLinkByHand(asking).catch(() => ({ mayLink: false }));
}

/** The same for somebody who met it on the way to something else, and may not act on it perhaps. */
export async function personaReplyFor(persona: Persona, asking: Asking): Promise<Reply> {
  if (await mayChange(persona, asking)) return personaReply(persona, await mayLinkByHand(asking));
  return { ...personaReply(persona), text: personaText(persona, []), buttons: [showButton(persona)] };
}

/** Where this reader finds what they may do. */
export function showButton({ id }: Persona): Button {
  return { label: "Show", action: "show", state: id };
}

/**
 * The same, followed later by the news when the persona is still on its way. `isOfForm`: whoever is not reached perhaps sends the form
 * again, and what answers that is not told elsewhere too. `isShared`: it was sent again already.
 */
export async function personaOutcome(
  persona: Persona,
  context: Asking,
  { isOfForm = false, isShared = false } = {},
): Promise<Outcome> {
  const { personas } = context.services;
  const reply = await replyTo(persona, context);
  const tellElsewhere = (mayBeSentAgain: boolean) => () =>
    personas.tellElsewhere(persona, { isShared: mayBeSentAgain });
  if (isAtRest(persona)) {
    return { ...reply, delivered: () => personas.told(persona), undelivered: tellElsewhere(isOfForm) };
  }
  // How it stands is told at once: whoever waits here to tell how it ends would pass for somebody who tells this.
  const undelivered = tellElsewhere(isShared);
  return { ...reply, undelivered, later: laterReply(persona, context, isOfForm) };
}

/** One line about a persona, for people who were away. */
export function newsLine(persona: Persona): string {
  const record = `${quoted(persona.name)} (${persona.id})`;
  const { title } = sentencesOf(persona, []);
  if (persona.link === "missing") return `${record} is gone in Tavus.`;
  if (persona.link !== "linked") return `${record} could not be created in Tavus: ${title}.`;
  if (persona.isBehind) return `${record} could not be changed in Tavus: ${title}.`;
  const lines = [...differingLines(persona), ...keptNotes(persona)];
  return [`${record} is linked to ${persona.tavusPersonaId}.`, ...lines].join(" ");
}

export function removalReply(persona: Persona, count: number): Reply {
  const name = quoted(persona.name);
  return {
    tone: "neutral",
    title: plural(count, {
      one: `Removed a second copy of ${name} in Tavus`,
      other: `Removed ${count} further copies of ${name} in Tavus`,
    }),
    text: "Tavus finished an earlier request after its answer was lost. Nothing to do: the linked one stays.",
    facts: idFacts(persona),
  };
}

export function quoted(name: string): string {
  return nameInQuotes(name);
}

/** Something was done by now: what somebody may do is asked for what is offered with it, and that it cannot be had hides nothing of it. */
async function replyTo(persona: Persona, context: Asking): Promise<Reply> {
  const help = await keyHelpFor(persona.failure?.cause, context).catch(() => undefined);
  // Whoever made one waits for its answer, and of most it makes no difference.
  const isUnlinked = persona.failure?.cause === "unlinked";
  const known = isUnlinked ? await mayLinkIfKnown(context) : { mayLink: false };
  const reply = personaReply(persona, { ...known, help });
  return withoutRefused(reply, context).catch(() => reply);
}

/** A team may leave calls and videos to its managers, which whoever makes a persona need not be. */
async function withoutRefused({ buttons, ...reply }: Reply, { services, member }: Asking): Promise<Reply> {
  if (!buttons) return reply;
  const refusals = await Promise.all(
    buttons.map(({ action }) =>
      action === "talk" || action === "video" ? services.mayUse(member, action) : undefined,
    ),
  );
  return { ...reply, buttons: buttons.filter((_, index) => refusals[index] === undefined) };
}

async function laterReply(
  persona: Persona,
  context: Asking,
  isOfForm: boolean,
): Promise<LaterReply | undefined> {
  const { personas } = context.services;
  const settled = await personas.whenSettled(persona);
  if (!settled) return undefined;
  return {
    ...(await replyTo(settled, context)),
    delivered: () => personas.told(settled),
    undelivered: () => personas.tellElsewhere(settled, { isShared: isOfForm }),
  };
}

function linkedReply(persona: Persona): Reply {
  if (persona.differs.length > 0) return differingReply(persona);
  return {
    tone: "success",
    title: `${quoted(persona.name)} is ready`,
    text: inStep,
    facts: idFacts(persona),
    ...notesOf(persona),
    buttons: [...lifeButtons(persona), { label: "Share to channel", action: "share", state: persona.id }],
  };
}

/** Both sides hold the same. */
export const inStep = "In step with Tavus.";

/** Something that was set up there as a whole is not sent, although it was changed here alone. */
export const sentOfIt = "What could be sent of it is in Tavus.";

/** It is linked, and Tavus keeps something of its own until somebody has chosen. */
function differingReply(persona: Persona): Reply {
  return {
    tone: "warning",
    title: `${quoted(persona.name)} is different in Tavus`,
    text: [
      `${quoted(persona.name)} is saved. ${sentOfIt}`,
      ...differingLines(persona),
      "Press Show to compare both sides and choose which to keep.",
    ].join("\n"),
    facts: idFacts(persona),
    ...notesOf(persona),
    buttons: [{ label: "Show", action: "show", state: persona.id, style: "primary" }],
  };
}

function differingLines({ differs, heldBack }: Persona): string[] {
  const theirs = differs.filter((field) => !heldBack.includes(field));
  return [
    ...(heldBack.length > 0
      ? [`Not sent, because Tavus has its own: ${heldBack.map(calledIn).join(", ")}.`]
      : []),
    ...(theirs.length > 0
      ? [`Changed in Tavus, and left there as it is: ${theirs.map(calledIn).join(", ")}.`]
      : []),
  ];
}

function notesOf(persona: Persona): Pick<Reply, "notes"> {
  const notes = [...keptNotes(persona), ...(persona.leftBehind ? [leftBehindNote] : [])];
  return notes.length > 0 ? { notes } : {};
}

/** What Tavus made of what it was sent. Nothing need be done about it. */
export function keptNotes({ kept }: Persona): string[] {
  return kept.map(({ field, words }) => `Tavus keeps the ${calledIn(field)} as ${inQuotes(words)}.`);
}

const leftBehindNote =
  "The Tavus key was changed while this was being created. If Tavus finished the earlier try, one more copy is in the account of the previous key; delete it there.";

function unlinkedReply(
  persona: Persona,
  { readersRemedy, mayLink }: MayLink & { readersRemedy: string | undefined },
): Reply {
  const buttons = remediesFor(persona, { mayLink });
  const incident = persona.failure?.incident;
  return {
    tone: hasFailed(persona) ? "failure" : "warning",
    title: sentencesOf(persona, buttons).title,
    text: personaText(persona, buttons, readersRemedy),
    facts: [...idFacts(persona), ...nextFact(persona)],
    notes: [...(persona.leftBehind ? [leftBehindNote] : []), ...(incident ? [`Incident ${incident}`] : [])],
    buttons,
  };
}

/** One that somebody unlinked stands where they wanted it. */
function hasFailed({ link, failure }: Persona): boolean {
  return link === "failed" && failure?.cause !== "unlinked";
}

/** What keeps it from Tavus, or from being in step, and what to do with the buttons below, or what this reader can do. */
export function personaText(persona: Persona, buttons: readonly Button[], readersRemedy?: string): string {
  const { happened, remedy } = sentencesOf(persona, buttons);
  const { cause, words } = persona.failure ?? {};
  const hasRetry = buttons.some(({ action }) => action === "retry");
  const hasOverwrite = buttons.some(({ action }) => action === "overwrite");
  return [
    safeLine(persona),
    withSaid(happened, cause, words),
    ...(readersRemedy ? [hasRetry ? oneAfterAnother(readersRemedy, fixedInTavus) : readersRemedy] : [remedy]),
    ...(canOverwrite(persona) && hasOverwrite ? [overwriteLine] : []),
  ].join("\n");
}

/** A key may be allowed again in Tavus, and is the same one here. */
const fixedInTavus = "If you fixed it in Tavus itself, press Retry.";

const overwriteLine = "Overwrite throws those changes away and sends what is here.";

function safeLine(persona: Persona): string {
  const { failure, outcomeUnknown } = persona;
  const name = quoted(persona.name);
  if (persona.isFound) return `${name} is saved, and Tavus has it.`;
  if (persona.link === "linked") {
    const mayBeThere = failure !== undefined && factsOf(failure.cause).isUnclear;
    return mayBeThere
      ? `${name} is saved. Tavus may not have the last change yet.`
      : `${name} is saved. Tavus does not have the last change yet.`;
  }
  if (persona.link === "missing") return `${name} is saved. Tavus does not have it any more.`;
  if (outcomeUnknown) return `${name} is saved. Whether Tavus has it is not known yet.`;
  return persona.link === "failed"
    ? `${name} is saved. Tavus does not have it.`
    : `${name} is saved. Tavus does not have it yet.`;
}

/** Nothing has gone wrong: an edit of a linked persona waits for its turn. */
const changing: Sentences = {
  title: "The change is on its way to Tavus",
  happened: "Tavus has not been told of it yet.",
  remedy: "Nothing to do: it goes there by itself.",
};

/** Nobody changed it: what Tavus holds is compared with what is here, as after every create. */
const found: Sentences = {
  title: "Found in Tavus",
  happened: "Tavus had made it, and its answer was lost.",
  remedy: "Nothing to do: I check that all of it is there.",
};

function sentencesOf(persona: Persona, buttons: readonly Button[]): Sentences {
  const { failure, link, nextAttemptMs, outcomeUnknown } = persona;
  if (!failure) return persona.isFound ? found : changing;
  return sentencesFor(failure.cause, {
    operation: link === "linked" && !persona.isFound ? "edit" : "create",
    goesOn: nextAttemptMs !== undefined,
    isUnknown: outcomeUnknown,
    failedMs: failure.failedMs,
    buttons: buttons.map(({ label }) => label),
  });
}

/** The two ids; those of a persona that is linked can be copied. */
export function idFacts(persona: Persona): Fact[] {
  return [
    { label: "ID here", value: persona.id, code: true },
    persona.tavusPersonaId
      ? { label: "ID in Tavus", value: persona.tavusPersonaId, code: true }
      : { label: "ID in Tavus", value: "not linked" },
  ];
}

function isForPeople(cause: Cause | undefined): boolean {
  return cause === "noKey" || cause === "lockedKey" || cause === "invalidKey" || cause === "outOfCredits";
}

/** When it is tried again by itself. Causes that wait for people have no such time; a time that is over says nothing of the next. */
function nextFact(persona: Persona): Fact[] {
  const { cause } = persona.failure ?? {};
  const waitsForPeople = isForPeople(cause);
  if (waitsForPeople || persona.nextAttemptMs === undefined) return [];
  const isOver = persona.nextAttemptMs <= presentMs();
  return [{ label: "Next try", value: isOver ? "at once" : timeMark(persona.nextAttemptMs, "soon") }];
}
