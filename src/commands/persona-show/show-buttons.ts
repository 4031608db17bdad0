import type { Context } from "../../chat/command.ts";
import type { Button } from "../../chat/reply.ts";
import type { Comparison } from "../../personas/content/compare.ts";
import type { Persona } from "../../personas/persona.ts";
import { duplicateAction } from "../persona-create/duplicate-action.ts";
import { historyAction } from "../persona-history/history-reply.ts";
import { mayChange } from "../persona-history/may-change.ts";
import { outsideAction, shareLabel } from "../persona-outside/outside-reply.ts";
import { saveTemplateAction } from "../persona-templates/template-actions.ts";
import { lifeOffers, transcriptOffers } from "../reply/life-buttons.ts";
import { type MayLink, missingRemedies, remediesFor } from "../reply/remedy-buttons.ts";
import type { Services } from "../services.ts";

/**
 * Everything this member may do with a persona now: what sets it right, then what is done most, then what is seldom
 * wanted, and last what takes something away, apart from all that is pressed often. May be more than fit a message.
 */
export async function offersFor(
  persona: Persona,
  comparison: Comparison | undefined,
  { member, services }: Context<Services>,
): Promise<Button[]> {
  const { tenantId, id: state } = persona;
  const isGone = comparison?.kind === "gone";
  const [calls, transcripts, hasHistory, mayNotMake] = await Promise.all([
    isGone ? [] : lifeOffers(persona, { member, services }),
    isGone ? [] : transcriptOffers(persona, { member, services }),
    services.personas.hasHistory(tenantId, state),
    services.mayUse(member, "author"),
  ]);
  const copy: Button[] = mayNotMake ? [] : [{ label: "Duplicate", action: duplicateAction, state }];
  const past: Button[] = [
    ...transcripts,
    ...(hasHistory ? [{ label: "History", action: historyAction, state }] : []),
  ];
  if (!(await mayChange(persona, { member, services }))) return [...calls, ...copy, ...past];
  const isManager = (await member.role()) !== "member";
  const offers: Button[] = [
    ...(isGone ? missingRemedies(state) : remediesFor(persona, { mayLink: isManager })),
    ...(comparison?.kind === "differs" ? differenceOffers(persona, comparison.seen) : []),
    { label: "Edit", action: "edit", state, style: "primary" },
    ...calls,
    ...(persona.link === "linked" && !isGone ? [{ label: "Share to channel", action: "share", state }] : []),
    ...copy,
    ...past,
    ...(isManager ? [{ label: "Save as template", action: saveTemplateAction, state }] : []),
    ...(isManager && !isGone ? await outsideOffers(persona, services) : []),
    ...linkOffers(persona, { mayLink: isManager }),
    ...(isManager ? [{ label: "Delete", action: "delete", state, style: "danger" } as const] : []),
  ];
  return offers.filter(({ action }, index) => offers.findIndex((other) => other.action === action) === index);
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

function linkOffers({ id: state, tavusPersonaId }: Persona, { mayLink }: MayLink): Button[] {
  if (tavusPersonaId) return [{ label: "Unlink", action: "unlink", state }];
  return mayLink ? [{ label: "Link", action: "link", state }] : [];
}
