import type { Button } from "../../chat/reply.ts";
import type { Persona } from "../../personas/persona.ts";

/** What this reader may do beside what whoever made a persona may: linking by hand is for managers. */
export type MayLink = { mayLink: boolean };

/** What sets right what is wrong with a persona, the likeliest first; none for one that is in step with Tavus. */
export function remediesFor(persona: Persona, { mayLink }: MayLink): Button[] {
  if (persona.link === "missing") return missingRemedies(persona.id);
  if (persona.link === "linked" && !persona.isBehind) return [];
  const allowed = actionsFor(persona).filter(({ action }) => mayLink || action !== "link");
  const [first, ...others] = allowed.map(({ label, action }) => ({
    label,
    action,
    state: persona.id,
  }));
  return first ? [{ ...first, style: "primary" }, ...others] : [];
}

/** The remedies for a persona that is gone from Tavus, whether or not a sync has noted it. */
export function missingRemedies(state: string): Button[] {
  return [
    { label: "Create again", action: "create-again", state, style: "primary" },
    { label: "Unlink", action: "unlink", state },
  ];
}

/** Tavus keeps its version because somebody is editing there. */
export function canOverwrite({ link, isBehind, failure }: Persona): boolean {
  return link === "linked" && isBehind && failure?.cause === "conflict";
}

const retry = { label: "Retry", action: "retry" };

function actionsFor(persona: Persona): { label: string; action: string }[] {
  const cause = persona.failure?.cause;
  if (cause === "rejected" || cause === "notInPlan" || cause === "notApplied") {
    return [{ label: "Edit", action: "edit" }, { label: "Change replica", action: "replica" }, retry];
  }
  if (cause === "unlinked" && persona.link !== "linked") return [{ label: "Link", action: "link" }, retry];
  // Nothing can be tried without a key, and with one it goes on by itself; so does what only waits for its time.
  if (cause === "noKey" || cause === "lockedKey" || cause === "inLine" || cause === "notSeenYet") return [];
  if (cause === "otherTeams" && persona.link === "linked")
    return [{ label: "Unlink", action: "unlink" }, retry];
  if (canOverwrite(persona)) return [retry, { label: "Overwrite", action: "overwrite" }];
  return [retry];
}
