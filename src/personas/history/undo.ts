import type { PersonaRecord } from "../../database/persona/persona-record.ts";
import {
  contentOfVersion,
  type PersonaVersion,
  type VersionAction,
} from "../../database/persona/version-store.ts";
import { GoneError, UserError } from "../../errors.ts";
import { waitForQueue } from "../../link/await-outcome.ts";
import { writeAgreed } from "../content/agreed.ts";
import { compareWithTavus } from "../content/compare.ts";
import { initialContent } from "../content/draft.ts";
import type { Account, Records, Versions } from "../deps.ts";
import { linkPersona, quoted } from "../link-by-hand.ts";
import { findOrExplain, type Persona, personaFrom } from "../persona.ts";
import { changedSince, findVersion, replaceWith } from "./bring-back.ts";

/** So long what somebody did can be undone by the button below its answer. */
const undoMs = 15 * 60_000;
const beyondAll = 2 ** 31 - 1;

type Deps = Records & Account & Versions;

export type UndoRequest = { tenantId: string; versionId: string; by: string };

/** `undone`: what was; `tavusIdBefore`: its id in Tavus then. */
export type Undone = { persona: Persona; undone: string; tavusIdBefore: string | undefined };

/** `of`: what it may be. */
export type UndoableRequest = { tenantId: string; id: string; by: string; of: readonly VersionAction[] };

/** The last change of a persona, where it is one of these and this person made it a moment ago: what an Undo button carries. */
export async function undoableBy(
  { versions, linking }: Records & Versions,
  { tenantId, id, by, of }: UndoableRequest,
): Promise<string | undefined> {
  const newest = await newestOf({ versions }, tenantId, id);
  if (!newest || newest.userId !== by || !of.some((action) => action === newest.action)) return undefined;
  return linking.now() - newest.atMs < undoMs ? newest.id : undefined;
}

/**
 * Takes back the last change of a persona, for whoever made it. What it was comes back here, and so far as it was changed
 * there, in Tavus. Throws UserError, with a sentence of its own for each reason why not.
 */
export async function undoChange(deps: Deps, { tenantId, versionId, by }: UndoRequest): Promise<Undone> {
  const version = await findVersion(deps, tenantId, versionId);
  const record = await deps.store.findEver(tenantId, version.personaId);
  if (!record) throw new GoneError("This persona is not here any more, so nothing can be undone.");
  await requireUndoable(deps, { record, version, by });
  const persona = await takeBack(deps, { record, version, by });
  return { persona, undone: version.action, tavusIdBefore: version.remoteId };
}

export async function versionSubject(
  deps: Pick<Records, "store"> & Versions,
  { tenantId, versionId }: { tenantId: string; versionId: string },
): Promise<{ id: string; isDeleted: boolean }> {
  const { personaId: id } = await findVersion(deps, tenantId, versionId);
  return { id, isDeleted: (await deps.store.find(tenantId, id)) === undefined };
}

type Undoing = { record: PersonaRecord; version: PersonaVersion; by: string };

async function requireUndoable(deps: Deps, { record, version, by }: Undoing): Promise<void> {
  const newest = await newestOf(deps, record.tenantId, record.id);
  if (newest?.action === "undo" && newest.undoes === version.id) throw new UserError(undoneAlready(record));
  if (version.userId !== by) {
    throw new UserError(
      "Only whoever did this can undo it here. /persona-show, button History, brings back any version.",
    );
  }
  if (newest?.id !== version.id) throw changedSince(record);
  if (deps.linking.now() - version.atMs >= undoMs) throw new UserError(tooLate(version, record));
}

function undoneAlready(record: PersonaRecord): string {
  return `This was undone already; nothing was done again. /persona-show ${record.id} shows how it stands.`;
}

function tooLate({ action, remoteId }: PersonaVersion, record: PersonaRecord): string {
  const over = "The 15 minutes in which this could be undone are over.";
  if (record.deletedMs !== undefined)
    return `${over} /persona-show with its ID in Tavus offers to import what is left there.`;
  if (action === "unlink") return `${over} /persona-link ties it to ${remoteId ?? "a Tavus persona"} again.`;
  return `${over} /persona-show, button History, brings back any version.`;
}

function takeBack(deps: Deps, undoing: Undoing): Promise<Persona> {
  const { record, version } = undoing;
  if (version.action === "delete-here" || version.action === "delete-both") return restore(deps, undoing);
  if (record.deletedMs !== undefined) throw changedSince(record);
  const as = { action: "undo", undoes: version.id } as const;
  switch (version.action) {
    case "unlink":
      return linkAgain(deps, undoing);
    case "keep-ours":
    case "overwrite":
      if (version.theirs && Object.keys(version.theirs).length > 0) return replaceWith(deps, undoing, { as });
      throw new UserError(
        "There is nothing to bring back in Tavus: nothing was overwritten there yet, or it was set up there with what nobody here knows.",
      );
    case "keep-theirs":
      // As it was before somebody chose: what stands in Tavus stays there, and the choice is open again.
      return replaceWith(deps, undoing, { as, base: version.base ?? nothingKnown });
    default:
      return replaceWith(deps, undoing, { as });
  }
}

/** Neither side is what both agreed on, so that nothing is sent over the other. */
const nothingKnown = writeAgreed(() => ({ theirs: "-", ours: "-" }));

async function linkAgain(deps: Deps, { record, version }: Undoing): Promise<Persona> {
  const { tenantId, id, link } = record;
  if (version.remoteId === undefined || version.linkState === "missing") {
    throw new UserError(`${quoted(record)} was not in Tavus any more, so there is nothing to link it to.`);
  }
  if (link.remoteId === version.remoteId) throw new UserError(undoneAlready(record));
  return linkPersona(deps, { tenantId, id, tavusPersonaId: version.remoteId });
}

async function restore(deps: Deps, { record, version, by }: Undoing): Promise<Persona> {
  const { tenantId, id } = record;
  const { linking, store } = deps;
  const sinceMs = linking.now();
  const isBack = await store.restore(record, {
    content: contentOfVersion(version.content, initialContent),
    by,
    undoes: version.id,
    wasMissing: version.linkState === "missing",
  });
  if (!isBack) {
    throw new UserError(
      `${quoted(record)} was brought back already, perhaps from Tavus as a record of its own. /persona-list shows it.`,
    );
  }
  linking.log.info({ tenant: tenantId, persona: id }, "a deletion was taken back");
  const back = await findOrExplain(deps, { tenantId, id });
  const settled = await waitForQueue(linking, back, sinceMs);
  if (settled.link.state !== "linked" || settled.link.remoteId === undefined) return personaFrom(settled);
  const comparison = await compareWithTavus(deps, tenantId, id);
  if (comparison.kind === "gone") await linking.links.markMissing(settled.link, settled.link.remoteId);
  return personaFrom(await findOrExplain(deps, { tenantId, id }));
}

async function newestOf(
  { versions }: Versions,
  tenantId: string,
  id: string,
): Promise<PersonaVersion | undefined> {
  const [newest] = await versions.before(tenantId, id, { number: beyondAll, limit: 1 });
  return newest;
}
