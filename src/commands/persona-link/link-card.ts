import type { Context } from "../../chat/command.ts";
import type { Choice } from "../../chat/form/field.ts";
import { limits } from "../../chat/limits.ts";
import type { Button, Menu, Reply } from "../../chat/reply.ts";
import { UserError } from "../../errors.ts";
import type { Linkable } from "../../personas/linkable.ts";
import type { Persona } from "../../personas/persona.ts";
import { shortName } from "../../short-name.ts";
import { FailedBecause } from "../../warnings/failed-because.ts";
import { keyHelpFor, withKeyHelp } from "../reply/key-help.ts";
import { idFacts, quoted } from "../reply/persona-reply.ts";
import type { Services } from "../services.ts";

/** Links to what was chosen; its state is the record's id and the Tavus persona's, or the record's alone. */
export const chooseLinkAction = "link-to";

/** Names cut at this are still told apart by the id behind them. */
const nameLength = 40;

/**
 * What a persona can be linked to: a menu of what is in Tavus only, the likeliest first, and a field for any other ID.
 * `failed` is why it was not linked a moment ago.
 */
export async function linkCard(
  persona: Persona,
  context: Context<Services>,
  failed?: UserError,
): Promise<Reply> {
  const isLinked = persona.tavusPersonaId !== undefined;
  const { offered, problem } = isLinked ? { offered: [] } : await ask(persona, context);
  const why = failed ?? problem;
  // Why it could not be linked says itself what to do first.
  const linkedHint = failed ? "" : unlinkFirst;
  const hint = isLinked ? linkedHint : hintFor(offered, problem);
  const reply: Reply = {
    tone: why ? "warning" : "neutral",
    title: titleOf(persona, failed !== undefined),
    text: [why?.message ?? "", hint].filter(Boolean).join("\n"),
    facts: idFacts(persona),
    ...(offered.length > 0 && { menu: menuOf(persona, offered) }),
    buttons: buttonsFor(persona),
  };
  return withKeyHelp(reply, await keyHelpFor(why instanceof FailedBecause ? why.reason : undefined, context));
}

function titleOf({ name, tavusPersonaId }: Persona, hasFailed: boolean): string {
  if (hasFailed) return `${quoted(name)} was not linked`;
  return tavusPersonaId ? `${quoted(name)} is linked already` : `Link ${quoted(name)} to what?`;
}

function buttonsFor({ id, tavusPersonaId }: Persona): Button[] {
  if (tavusPersonaId) {
    return [
      { label: "Show", action: "show", state: id },
      { label: "Unlink", action: "unlink", state: id },
    ];
  }
  return [
    { label: "Type an ID", action: "link", state: id },
    { label: "Look again", action: chooseLinkAction, state: id },
  ];
}

/** That Tavus cannot be asked leaves the field. */
async function ask(
  persona: Persona,
  { services }: Context<Services>,
): Promise<{ offered: Linkable[]; problem?: UserError }> {
  try {
    return { offered: await services.personas.linkable(persona) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { offered: [], problem: error };
  }
}

const unlinkFirst = "Unlink it first; then it can be linked to another.";

/** What another team made there is not seen, so nothing is said of the whole account; nor is anything that could not be read. */
function hintFor(offered: readonly Linkable[], problem: UserError | undefined): string {
  if (offered.length > 0) return "Choose one of those that are in Tavus only, or type an ID.";
  return problem
    ? "What is in Tavus only could not be read. Look again when that is mended."
    : "I see nothing in Tavus that has no record here. Type an ID, or look again when it is there.";
}

function menuOf({ id }: Persona, offered: readonly Linkable[]): Menu {
  const fitting = offered
    .map((one) => choiceOf(id, one))
    .filter(({ value }) => value.length <= limits.option);
  return {
    label: "Choose a Tavus persona",
    action: chooseLinkAction,
    choices: fitting.slice(0, limits.options),
  };
}

function choiceOf(id: string, { tavusPersonaId, name, isOwn }: Linkable): Choice {
  const shown = shortName(name || "(no name)", nameLength - (isOwn ? 22 : 0));
  return {
    value: `${id}.${tavusPersonaId}`,
    label: [shown, tavusPersonaId, ...(isOwn ? ["made from this record"] : [])].join(" · "),
  };
}
