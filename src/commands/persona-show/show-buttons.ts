import type { Context } from "../../chat/command.ts";
import type { Button } from "../../chat/reply.ts";
import type { Comparison } from "../../personas/content/compare.ts";
import type { Persona } from "../../personas/persona.ts";
import { duplicateAction } from "../persona-create/duplicate-action.ts";
import { historyAction } from "../persona-history/history-reply.ts";
import { mayChange } from "../persona-history/may-change.ts";
import { outsideAction, shareLabel } from "../persona-outside/outside-reply.ts";
import { saveTemplateAction } from "../persona-templates/template-actions.ts";
import { lifeOffers } from "../reply/life-buttons.ts";
import { missingRemedies, remediesFor } from "../reply/remedy-buttons.ts";
import type { Services } from "../services.ts";

/** Everything this member may do with a persona now, the most urgent first. May be more than fit a message. */
export async function offersFor(
  persona: Persona,
  comparison: Comparison | undefined,
  { member, services }: Context<Services>,
): Promise<Button[]> {
  const life = comparison?.kind === "gone" ? [] : await lifeOffers(persona, { member, services });
  const history: Button[] = (await services.personas.hasHistory(persona.tenantId, persona.id))
    ? [{ label: "History", action: historyAction, state: persona.id }]
    : [];
  const copy: Button[] = (await services.mayUse(member, "author"))
    ? []
    : [{ label: "Duplicate", action: duplicateAction, state: persona.id }];
  if (!(await mayChange(persona, { member, services }))) return [...life, ...copy, ...history];
  const isManager = (await member.role()) !== "member";
  const isGone = comparison?.kind === "gone";
  const shared: Button[] =
    persona.link === "linked" && !isGone
      ? [{ label: "Share to channel", action: "share", state: persona.id }]
      : [];
  const outside = isManager && !isGone ? await outsideOffers(persona, services) : [];
  // What each does more often finds its place before More….
  const offers: Button[] = [
    ...(isGone ? missingRemedies(persona.id) : remediesFor(persona)),
    ...(comparison?.kind === "differs" ? differenceOffers(persona, comparison.seen) : []),
    { label: "Edit", action: "edit", state: persona.id, style: "primary" },
    ...life,
    ...(isManager ? [...linkOffers(persona), ...shared] : [...shared, ...linkOffers(persona)]),
    ...(isManager
      ? [{ label: "Delete", action: "delete", state: persona.id, style: "danger" } as const]
      : []),
    ...copy,
    ...history,
    ...(isManager ? [{ label: "Save as template", action: saveTemplateAction, state: persona.id }] : []),
    ...outside,
  ];
  const allowed = offers.filter(({ action }) => isManager || action !== "link");
  return allowed.filter(
    ({ action }, index) => allowed.findIndex((other) => other.action === action) === index,
  );
}

/** Where the team allows it; and for as long as there is a link, so that it can be revoked. */
async function outsideOffers({ tenantId, id: state, link }: Persona, services: Services): Promise<Button[]> {
  const { isSharingOn } = await services.settings.of(tenantId);
  const isOffered =
    (isSharingOn && link === "linked") || (await services.landingPages.openOf(tenantId, state));
  return isOffered ? [{ label: shareLabel, action: outsideAction, state }] : [];
}

/** Keep ours and Keep theirs. Where the last edit waits, Retry and Overwrite are what keeps ours. */
function differenceOffers({ id, isBehind, revision }: Persona, seen: string): Button[] {
  const state = `${id}.${seen}.${revision}`;
  return [
    ...(isBehind ? [] : [{ label: "Keep ours", action: "keep-ours", state }]),
    { label: "Keep theirs", action: "keep-theirs", state },
  ];
}

function linkOffers({ id: state, tavusPersonaId }: Persona): Button[] {
  return [
    tavusPersonaId ? { label: "Unlink", action: "unlink", state } : { label: "Link", action: "link", state },
  ];
}
