import { setTimeout as sleep } from "node:timers/promises";
import type { NamedPersona } from "../database/persona/name-search.ts";
import { othersTellMs, tellDirectly } from "../link/settle.ts";
import { type Comparison, compareWithTavus } from "./content/compare.ts";
import { type CreateRequest, type CreateResult, createPersona } from "./create.ts";
import type { PersonaDeps } from "./deps.ts";
import { type EditRequest, type EditResult, editPersona } from "./edit.ts";
import { type BringBackRequest, bringBack, type VersionView, versionView } from "./history/bring-back.ts";
import { type History, hasHistory, historyOf } from "./history/history.ts";
import {
  type UndoableRequest,
  type Undone,
  type UndoRequest,
  undoableBy,
  undoChange,
  versionSubject,
} from "./history/undo.ts";
import { importDeleted } from "./import-deleted.ts";
import { inWords } from "./in-words.ts";
import { linkPersona, type PersonaAndWho, unlinkPersona } from "./link-by-hand.ts";
import { type Linkable, linkableTo } from "./linkable.ts";
import { type ListRequest, listPersonas, listTavusOnly, type PersonaList, type TavusOnly } from "./list.ts";
import { type Lookup, lookUp, suggestTo } from "./lookup.ts";
import { countsOf, type Overview, overviewOf, retryWaiting } from "./overview.ts";
import { overwriteInTavus } from "./overwrite.ts";
import { type Persona, personaFrom } from "./persona.ts";
import { findRemoved, type RemoveRequest, type RemoveResult, removePersona } from "./remove.ts";
import { differingPersonas } from "./resolve/differing-records.ts";
import { createAgain, unlinkMissing } from "./resolve/resolve-missing.ts";
import { resolveAllWithOurs, resolveWithOurs } from "./resolve/resolve-with-ours.ts";
import { resolveAllWithTheirs, resolveWithTheirs } from "./resolve/resolve-with-theirs.ts";
import { changeReplica, type ReplicaChange, retryPersona } from "./retry.ts";
import { resumeSyncs, syncAnswer } from "./sync/resume.ts";
import { syncState } from "./sync/run.ts";
import { runSync } from "./sync/sync.ts";
import type { SyncVerbs } from "./sync/sync-verbs.ts";
import {
  applyTeamPrompt,
  findWithoutTeamPrompt,
  type TeamPromptRequest,
  type WithoutTeamPrompt,
} from "./team-prompt/apply.ts";

/** How long a reply can still be edited on Discord; on Slack it is longer, but nobody scrolls back. */
const watchMs = 15 * 60_000;
/** What one person is shown at once of what they missed. */
const mostNews = 5;
/** What both platforms show of suggestions. */
const mostSuggestions = 25;

/** What can be done with personas; each verb has its own file. */
export type Personas = SyncVerbs & {
  create(request: CreateRequest, saved: () => Promise<void>): Promise<CreateResult>;
  find(tenantId: string, id: string): Promise<Persona | undefined>;
  /** Whose id it is, or whose Tavus id; names are not looked at. */
  withId(tenantId: string, id: string): Promise<Persona | undefined>;
  /** `by` asks for it, here and below: whose daily limit is taken from if one is to be made. Absent: its maker. */
  retry(tenantId: string, id: string, by?: string): Promise<Persona>;
  /** Lets everything of a team go on at once that waits; returns how many. */
  retryWaiting(tenantId: string, by?: string): Promise<number>;
  /** How many are linked, waiting, failed and missing, and which has waited longest. */
  counts(tenantId: string): Promise<Overview["counts"]>;
  overview(tenantId: string): Promise<Overview>;
  /** Another face and voice for one that Tavus refused; "" for Tavus's default. */
  changeReplica(change: ReplicaChange, saved: () => Promise<void>): Promise<Persona>;
  /** Saves a new version and takes it to Tavus; made from an older one it is a conflict, and nothing is saved. */
  edit(request: EditRequest, saved: () => Promise<void>): Promise<EditResult>;
  /** A persona deleted already: what happened then. Throws UserError when there is none, or when Tavus refuses. */
  remove(request: RemoveRequest): Promise<RemoveResult>;
  /** What was deleted here, by its id or its Tavus id. */
  findRemoved(tenantId: string, id: string): Promise<RemoveResult | undefined>;
  /** Sends an edit over what somebody has not published in Tavus's own editor. */
  overwrite(request: PersonaAndWho): Promise<Persona>;
  /** Those whose prompt lacks what the team wants in each, by id. */
  withoutTeamPrompt(request: TeamPromptRequest): Promise<WithoutTeamPrompt[]>;
  /** Changes it in each of them; returns of how many. */
  applyTeamPrompt(request: TeamPromptRequest & { by: string }): Promise<number>;
  link(request: { tenantId: string; id: string; tavusPersonaId: string }): Promise<Persona>;
  unlink(request: PersonaAndWho): Promise<Persona>;
  list(tenantId: string, request: ListRequest): Promise<PersonaList>;
  /** What only Tavus has. Throws UserError without a key, and when Tavus cannot be asked. */
  /** What this persona could be linked to, the likeliest first. */
  linkable(persona: Persona): Promise<Linkable[]>;
  listTavusOnly(tenantId: string, request: { search: string; page: number }): Promise<TavusOnly>;
  lookUp(tenantId: string, text: string): Promise<Lookup>;
  /** Whose name holds `typed`, the likeliest first; then those whose id or Tavus id begins with it. */
  suggest(tenantId: string, typed: string): Promise<NamedPersona[]>;
  /** Who changed it, when and how, the newest first; those before a number. */
  history(request: { tenantId: string; id: string; before?: number | undefined }): Promise<History>;
  hasHistory(tenantId: string, id: string): Promise<boolean>;
  /** An earlier version beside what is here. */
  version(request: { tenantId: string; versionId: string }): Promise<VersionView>;
  /** An earlier version becomes what is here, as an edit. */
  bringBack(request: BringBackRequest): Promise<Persona>;
  /** What this person did to it last, if that is not long ago: what `undo` takes. */
  undoable(request: UndoableRequest): Promise<string | undefined>;
  /** Whose version it is, and whether that was deleted. Throws UserError where nothing is kept of it any more. */
  versionSubject(request: {
    tenantId: string;
    versionId: string;
  }): Promise<{ id: string; isDeleted: boolean }>;
  /** Takes back what this person did a moment ago. */
  undo(request: UndoRequest): Promise<Undone>;
  compare(persona: Persona): Promise<Comparison>;
  /** Resolves when a persona that waits has come to rest, or with undefined after 15 minutes. */
  whenSettled(persona: Persona): Promise<Persona | undefined>;
  /** Another answer takes the place of earlier ones, which need not be changed any more. */
  takeOver(persona: Persona): void;
  /** The person has been told how it ended. Written down soon afterwards. */
  told(persona: Persona): Promise<void>;
  /**
   * The reply could not be changed any more: tells the person directly, or at their next command. `isShared`: a moment later, and unless
   * another answer to the same form has told them, or is about to.
   */
  tellElsewhere(persona: Persona, options?: { isShared?: boolean }): Promise<void>;
  /** What this person was never told, because they take no direct messages. */
  owedTo(tenantId: string, userId: string): Promise<Persona[]>;
  /** They have read what they were owed, and shall not read it again with their next answer. */
  toldOwed(owed: readonly Persona[]): Promise<void>;
};

/** `endSyncs` aborts `deps.ending`. */
export function createPersonas(deps: PersonaDeps, endSyncs: () => void): Personas {
  const { watchers, links, told } = deps.linking;

  /** Should they not do it after all, the sweep does. */
  async function isToldByOthers({ tenantId, id }: Pick<Persona, "tenantId" | "id">): Promise<boolean> {
    await sleep(othersTellMs);
    const record = await deps.store.findEver(tenantId, id);
    return !record || record.link.isTold || watchers.isWatched(record.link);
  }

  /** Goes by what was read a moment ago of what was made then. */
  function informed<Asked extends unknown[], Result>(
    verb: (...asked: Asked) => Promise<Result>,
  ): (...asked: Asked) => Promise<Result> {
    return async (...asked) => {
      await told.flush();
      return verb(...asked);
    };
  }

  return {
    create: (request, saved) => createPersona(deps, request, saved),
    async find(tenantId, id) {
      const record = await deps.store.find(tenantId, id);
      return record && personaFrom(record);
    },
    async withId(tenantId, id) {
      const record = await deps.store.withId(tenantId, id);
      return record && personaFrom(record);
    },
    retry: informed((tenantId, id, by) => retryPersona(deps, { tenantId, id, by })),
    retryWaiting: (tenantId, by) => retryWaiting(deps, tenantId, by),
    counts: (tenantId) => countsOf(deps, tenantId),
    overview: (tenantId) => overviewOf(deps, tenantId),
    changeReplica: informed((change, saved) => changeReplica(deps, change, saved)),
    edit: informed((request, saved) => editPersona(deps, request, saved)),
    remove: informed((request) => removePersona(deps, request)),
    findRemoved: (tenantId, id) => findRemoved(deps, tenantId, id),
    overwrite: informed((request) => overwriteInTavus(deps, request)),
    withoutTeamPrompt: (request) => findWithoutTeamPrompt(deps, request),
    applyTeamPrompt: informed((request) => applyTeamPrompt(deps, request)),
    link: (request) => linkPersona(deps, request),
    unlink: (request) => unlinkPersona(deps, request),
    list: (tenantId, request) => listPersonas(deps, tenantId, request),
    linkable: (persona) => linkableTo(deps, persona),
    listTavusOnly: (tenantId, request) => listTavusOnly(deps, tenantId, request),
    lookUp: (tenantId, text) => lookUp(deps, tenantId, text),
    suggest: (tenantId, typed) => suggestTo(deps, tenantId, { typed, limit: mostSuggestions }),
    history: (request) => historyOf(deps, request),
    hasHistory: (tenantId, id) => hasHistory(deps, tenantId, id),
    version: (request) => versionView(deps, request),
    bringBack: informed((request) => bringBack(deps, request)),
    undoable: (request) => undoableBy(deps, request),
    versionSubject: (request) => versionSubject(deps, request),
    undo: informed((request) => undoChange(deps, request)),
    compare: informed(({ tenantId, id }) => compareWithTavus(deps, tenantId, id)),
    sync: informed((request, onProgress) => runSync(deps, request, onProgress)),
    resumeSyncs: (most, on) => resumeSyncs(deps, most, on),
    syncAnswer: (tenantId, interactionId) => syncAnswer(deps, tenantId, interactionId),
    handSyncsOver: () => endSyncs(),
    cancelSync: (tenantId) => deps.runs.cancel(tenantId),
    syncState: (tenantId) => syncState(deps, tenantId),
    resolveWithOurs: informed((request) =>
      inWords("Nothing was sent.", "keep", resolveWithOurs(deps, request)),
    ),
    differing: (tenantId) => differingPersonas(deps, tenantId),
    resolveAllWithOurs: informed((tenantId, by) => resolveAllWithOurs(deps, tenantId, by)),
    resolveWithTheirs: informed((request) =>
      inWords("Nothing was changed.", "keep", resolveWithTheirs(deps, request)),
    ),
    resolveAllWithTheirs: informed((tenantId, by) =>
      inWords(
        "It stopped before its end; what was taken until then stays.",
        "keep",
        resolveAllWithTheirs(deps, tenantId, by),
      ),
    ),
    createAgain: informed((tenantId, id, by) => createAgain(deps, { tenantId, id, by })),
    unlinkMissing: (request) => unlinkMissing(deps, request),
    importDeleted: (tenantId, id, userId) =>
      inWords("Nothing was brought back.", "import", importDeleted(deps, { tenantId, id, userId })),
    async whenSettled(persona) {
      const record = await watchers.watch(persona, watchMs);
      return record && personaFrom(record);
    },
    takeOver: (persona) => watchers.letGo(persona),
    told: async (persona) => told.note(persona),
    async tellElsewhere({ tenantId, id }, { isShared = false } = {}) {
      const key = { tenantId, id };
      if (!isShared) await told.oweAgain(key);
      else if (await isToldByOthers(key)) return;
      // Of several answers to one form that reach nobody, one tells.
      if (!(await links.claimTelling(key))) return;
      const record = await deps.store.findEver(tenantId, id);
      if (record) await tellDirectly(deps.linking, record);
    },
    async toldOwed(owed) {
      for (const persona of owed) told.note(persona);
      await told.flush();
    },
    async owedTo(tenantId, userId) {
      const ids = await links.owedTo(tenantId, userId, mostNews);
      return (await deps.store.findAll(tenantId, ids)).map(personaFrom);
    },
  };
}
