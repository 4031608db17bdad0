import type { Context } from "../../chat/command.ts";
import type { Button } from "../../chat/reply.ts";
import type { Comparison } from "../../personas/content/compare.ts";
import type { Persona } from "../../personas/persona.ts";
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
  const isManager = (await member.role()) !== "member";
  if (!isManager && persona.createdBy !== member.userId) return life;
  // Members of a team that has named managers do not change personas any more, not even their own.
  if (!isManager && (await services.settings.of(member.tenantId)).managers.length > 0) return life;
  const isGone = comparison?.kind === "gone";
  const offers: Button[] = [
    ...(isGone ? missingRemedies(persona.id) : remediesFor(persona)),
    ...(comparison?.kind === "differs" ? differenceOffers(persona, comparison.seen) : []),
    { label: "Edit", action: "edit", state: persona.id, style: "primary" },
    ...life,
    ...linkOffers(persona),
    ...(isManager
      ? [{ label: "Delete", action: "delete", state: persona.id, style: "danger" } as const]
      : []),
    ...(persona.link === "linked" && !isGone
      ? [{ label: "Share to channel", action: "share", state: persona.id }]
      : []),
  ];
  const allowed = offers.filter(({ action }) => isManager || action !== "link");
  return allowed.filter(
    ({ action }, index) => allowed.findIndex((other) => other.action === action) === index,
  );
}

/** Keep ours and Keep theirs. Where the last edit waits, Retry and Overwrite are what keeps ours. */
function differenceOffers({ id, isBehind }: Persona, seen: string): Button[] {
  const state = `${id}.${seen}`;
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
