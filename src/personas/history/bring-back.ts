import type { PersonaRecord } from "../../database/persona/persona-record.ts";
import type { Changing, PersonaVersion } from "../../database/persona/version-store.ts";
import { UserError } from "../../errors.ts";
import { waitForQueue } from "../../link/await-outcome.ts";
import { noteAgreed } from "../content/standing.ts";
import type { Records, Versions } from "../deps.ts";
import { quoted } from "../link-by-hand.ts";
import { findOrExplain, type Persona, personaFrom } from "../persona.ts";
import { contentToBringBack, isSameContent } from "./history.ts";

export type BringBackRequest = {
  tenantId: string;
  /** The version's. */
  versionId: string;
  by: string;
  /** The persona's revision when the person was shown what would change. */
  revision: number;
};

/** A version beside what is here now. */
export type VersionView = { persona: Persona; then: Persona; version: PersonaVersion };

/** Throws UserError where the version or its persona is not here any more. */
export async function versionView(
  deps: Records & Versions,
  { tenantId, versionId }: Pick<BringBackRequest, "tenantId" | "versionId">,
): Promise<VersionView> {
  const version = await findVersion(deps, tenantId, versionId);
  const record = await findOrExplain(deps, { tenantId, id: version.personaId });
  const then = personaFrom({ ...record, ...contentToBringBack(version, record) });
  return { persona: personaFrom(record), then, version };
}

/** An edit like any other: what it replaces is kept, and the queue takes it to Tavus three ways. A second press does nothing. */
export async function bringBack(
  deps: Records & Versions,
  { tenantId, versionId, by, revision }: BringBackRequest,
): Promise<Persona> {
  const version = await findVersion(deps, tenantId, versionId);
  const record = await findOrExplain(deps, { tenantId, id: version.personaId });
  if (isSameContent(contentToBringBack(version, record), record)) return personaFrom(record);
  if (record.link.revision !== revision) throw changedSince(record);
  return replaceWith(deps, { record, version, by }, { as: { action: "bring-back" } });
}

export async function findVersion(
  { versions }: Versions,
  tenantId: string,
  id: string,
): Promise<PersonaVersion> {
  const version = await versions.find(tenantId, id);
  if (version) return version;
  throw new UserError(
    "This version is not kept any more. /persona-show of the persona, button History, shows those that are.",
  );
}

/** The version's content takes the place of what is here. `base`: what both sides had agreed on then. */
export async function replaceWith(
  { store, linking }: Records,
  { record, version, by }: { record: PersonaRecord; version: PersonaVersion; by: string },
  { as, base }: { as: Omit<Changing, "by">; base?: string },
): Promise<Persona> {
  const { tenantId, id, link } = record;
  const sinceMs = linking.now();
  const isChanged = await store.edit(tenantId, id, {
    content: contentToBringBack(version, record),
    // So that saving the same form again is an edit of this.
    digest: "",
    baseRevision: link.revision,
    askedBy: by,
    noteAgreed: base === undefined ? noteAgreed : () => base,
    as,
  });
  if (!isChanged) throw changedSince(record);
  return personaFrom(await waitForQueue(linking, record, sinceMs));
}

export function changedSince(record: PersonaRecord): UserError {
  return new UserError(
    `${quoted(record)} was changed once more since, so nothing was done. /persona-show, button History, brings back any version.`,
  );
}
