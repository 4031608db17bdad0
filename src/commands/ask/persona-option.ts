import type { Context } from "../../chat/command.ts";
import type { Choice, SearchField } from "../../chat/form/field.ts";
import { limits } from "../../chat/limits.ts";
import type { Reply } from "../../chat/reply.ts";
import { UserError } from "../../errors.ts";
import type { Lookup, NamedPersona } from "../../personas/lookup.ts";
import type { Persona } from "../../personas/persona.ts";
import { shortName } from "../../short-name.ts";
import { listed } from "../../text/plural.ts";
import { withoutQuotes } from "../../text/quotes.ts";
import { howToBegin, noPersonasReply } from "../reply/no-personas.ts";
import { quoted } from "../reply/persona-reply.ts";
import { removedReply } from "../reply/removed-reply.ts";
import type { Services } from "../services.ts";

/** The option that says which persona is meant: a name, a record's id or a Tavus id. */
export const personaOption = {
  kind: "search",
  early: true,
  label: "Persona",
  hint: "A name or part of it, or either ID",
} as const satisfies SearchField;

/** Names cut at this are still told apart by the id behind them. */
const nameLength = 55;

export async function suggestPersonas(
  typed: string,
  { services, member }: Context<Services>,
): Promise<Choice[]> {
  return (await services.personas.suggest(member.tenantId, typed)).map(choiceOf);
}

/** A persona in a menu: its name, cut, and its id, because names are not unique. */
export function choiceOf({ id, name }: NamedPersona): Choice {
  return { value: id, label: `${shortName(name, nameLength)} · ${id}` };
}

/**
 * The persona that was meant, or the reply that asks which: a menu when the name is missing or several have it, or part of it, whose
 * choice is a press of the button `action`, or what became of it when it was deleted. Where a team has one alone, nobody is
 * asked. Throws UserError with up to three close names when there is none.
 */
export async function resolvePersona(
  text: string,
  action: string,
  context: Context<Services>,
): Promise<{ persona: Persona } | { ask: Reply }> {
  const { services, member } = context;
  const { personas } = services;
  if (text.trim() === "") {
    const known = await personas.suggest(member.tenantId, "");
    const [only, ...others] = known;
    const persona = only && others.length === 0 ? await personas.find(member.tenantId, only.id) : undefined;
    if (persona) return { persona };
    const ask = only ? askWhich("Which persona?", known, action) : await noPersonasReply(context);
    return { ask };
  }
  const found = await personas.lookUp(member.tenantId, text);
  switch (found.kind) {
    case "found":
      return { persona: found.persona };
    case "several":
      return { ask: askWhich(severalOf(text, found.isPart), found.personas, action) };
    case "deleted":
      return { ask: await removedReply(found.removed, member) };
    case "none":
      throw new UserError(await nobodyCalled(text, found, context));
  }
}

function severalOf(text: string, isPart: boolean): string {
  const name = quoted(withoutQuotes(text));
  return isPart ? `Several personas have ${name} in their name` : `Several personas are called ${name}`;
}

function askWhich(title: string, personas: readonly NamedPersona[], action: string): Reply {
  return {
    tone: "neutral",
    title,
    text: "Choose one. If it is not among these, type more of its name, or its ID, after the command.",
    menu: { label: "Choose a persona", action, choices: personas.slice(0, limits.options).map(choiceOf) },
  };
}

async function nobodyCalled(
  text: string,
  { closest, hasOthers }: Lookup & { kind: "none" },
  context: Context<Services>,
): Promise<string> {
  const nobody = `No persona here is called ${quoted(withoutQuotes(text))}, and none has that ID.`;
  if (!hasOthers) return `${nobody} There are none yet. ${await howToBegin(context)}`;
  if (closest.length === 0) return `${nobody} /persona-list shows those that are here.`;
  const names = closest.map(({ id, name }) => `${quoted(name)} (${id})`);
  return `${nobody} Did you mean ${listed(names, "or")}?`;
}
