import { type Link, readLink } from "../../../../src/database/link/link-record.ts";
import type { LinkRow, LinkState } from "../../../../src/database/link/link-row.ts";
import { readContent } from "../../../../src/database/persona/content-columns.ts";
import { aStoredPersona } from "../../../support/personas/persona-builders.ts";
import { opening, type Step, type WalkWorld } from "./world.ts";

/** One operation, with what it is told: `link` is the one that it is about. */
type Told = Step & { world: WalkWorld; link: LinkRow };

const failure = { kind: "unavailable", words: null, incident: null };
const content = readContent(aStoredPersona());

const keyOf = ({ link, isLate }: Told) => {
  return { tenantId: link.tenant_id, id: link.subject_id, attempt: link.attempt - (isLate ? 1 : 0) };
};
const seenOf = ({ link }: Told) => {
  const { subject_id: id, remote_id, revision, pushed_revision: pushedRevision } = link;
  return { id, remoteId: remote_id ?? "", revision, pushedRevision };
};
const attemptOf = (told: Told): Link => ({ ...readLink(told.link), ...keyOf(told) });
const endingOf = ({ world, ms, isSo }: Told) => {
  return { failure, nextAttemptMs: world.clock.nowMs + ms, countsAsTry: isSo };
};

/** What happens to a link that there is. */
export const toLinks: Record<string, (told: Told) => Promise<unknown>> = {
  openForced: (told) => told.world.links.openForced(keyOf(told), opening),
  linked: (told) => {
    const pushedRevision = told.isSo ? (told.link.sent_revision ?? 0) : 0;
    return told.world.links.linked(keyOf(told), { remoteId: told.remoteId, pushedRevision });
  },
  refused: (told) => told.world.links.refused(keyOf(told), { failure, mayExist: told.isSo }),
  notMade: (told) => told.world.links.notMade(keyOf(told), endingOf(told)),
  unknown: (told) => told.world.links.unknown(keyOf(told), endingOf(told)),
  givenBack: (told) => told.world.links.givenBack(keyOf(told)),
  notFoundYet: (told) => told.world.links.notFoundYet(attemptOf(told), failure),
  notFound: (told) => told.world.links.notFound(attemptOf(told), told.isSo),
  pushed: (told) => told.world.links.pushed(keyOf(told), told.link.sent_revision ?? 0),
  notPushed: (told) => {
    const { nextAttemptMs } = endingOf(told);
    const kind = told.isSo ? "conflict" : "unavailable";
    const ending = { failure: { ...failure, kind }, nextAttemptMs: told.isSo ? null : nextAttemptMs };
    return told.world.links.notPushed(keyOf(told), ending);
  },
  goneInTavus: (told) => told.world.links.goneInTavus(keyOf(told), failure),
  surplusSeen: (told) => told.world.links.surplusSeen(attemptOf(told), told.world.clock.nowMs + told.ms),
  makeDue: (told) => told.world.links.makeDue(keyOf(told)),
  resolveWithOurs: (told) =>
    told.world.links.resolveWithOurs(attemptOf(told), { base: "{}", differs: told.isSo ? "name" : "" }),
  resolveWithTheirs: async (told) => {
    const { store } = told.world;
    const before = await store.findEver(told.tenantId, told.link.subject_id);
    if (before) await store.resolveWithTheirs(before, { content: { name: "Theirs" }, base: "{}" });
  },
  edit: (told) =>
    told.world.store.edit(told.tenantId, told.link.subject_id, { content, digest: `digest ${told.ms}` }),
  markReadings: (told) => {
    const differs = told.isSo ? "name" : "";
    return told.world.links.markReadings(told.tenantId, [{ ...seenOf(told), base: "{}", differs }]);
  },
  markMissing: (told) => told.world.links.markMissing(keyOf(told), told.link.remote_id ?? ""),
  createAgain: (told) => told.world.links.createAgain(keyOf(told)),
  unlinkMissing: (told) => told.world.links.unlinkMissing(keyOf(told)),
  unlink: (told) => told.world.links.unlink(keyOf(told)),
  remove: (told) => {
    const ways =
      told.link.remote_id === null ? (["kept", "unsettled"] as const) : (["kept", "deleted"] as const);
    const tavus = ways[told.isSo ? 1 : 0] ?? "kept";
    return told.world.store.remove(told.tenantId, told.link.subject_id, { tavus, emptied: { prompt: "" } });
  },
  restore: async (told) => {
    const { store } = told.world;
    const tombstone = await store.findEver(told.tenantId, told.link.subject_id);
    const undone = { content, by: "u1", undoes: "ver_1", wasMissing: told.isSo };
    if (tombstone) await store.restore(tombstone, undone);
  },
  putOff: async (told) => {
    if (told.link.remove_remote === 1)
      await told.world.links.removals.putOff(keyOf(told), endingOf(told).nextAttemptMs);
  },
  ended: async (told) => {
    const isInTavus = told.isSo || told.link.remote_id !== null;
    if (told.link.remove_remote === 1)
      await told.world.links.removals.ended(keyOf(told), isInTavus ? "deleted" : "neverThere");
  },
  told: (told) => told.world.links.allTold([{ key: keyOf(told) }]),
  oweAgain: (told) => told.world.links.oweAgain(keyOf(told)),
  tellOnReturn: (told) => told.world.links.tellOnReturn(keyOf(told)),
};

/** Where an operation has something to do; those that are not named have it anywhere. */
export const likelyStates: Record<string, readonly LinkState[]> = {
  openForced: ["linked"],
  linked: ["pending", "failed"],
  refused: ["pending"],
  notMade: ["pending"],
  unknown: ["pending"],
  notFoundYet: ["pending"],
  notFound: ["pending"],
  pushed: ["linked", "missing"],
  notPushed: ["linked", "missing"],
  goneInTavus: ["linked"],
  resolveWithOurs: ["linked"],
  resolveWithTheirs: ["linked"],
  markReadings: ["linked", "missing"],
  markMissing: ["linked"],
  createAgain: ["missing"],
  unlinkMissing: ["missing"],
  unlink: ["linked", "missing"],
};

/** What an attempt has to say when a newer one was opened. An id that came back is kept, however late. */
const outcomes = new Set([
  "refused",
  "notMade",
  "unknown",
  "givenBack",
  "notFoundYet",
  "notFound",
  "pushed",
  "notPushed",
  "goneInTavus",
]);

export const isTooLate = ({ name, isLate }: Step) => isLate && outcomes.has(name);
