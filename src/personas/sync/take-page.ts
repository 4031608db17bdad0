import { foldName } from "../../database/persona/fold-name.ts";
import type { ImportedPersona } from "../../database/persona/persona-imports.ts";
import { randomId } from "../../random-id.ts";
import { importedContent, unknownInTavus } from "../content/from-tavus.ts";
import { compareLinked, lookAgain, noteDifferingStill, noteNotPushedYet } from "./compare-linked.ts";
import type { Remote, SyncContext } from "./context.ts";
import { type LocalFacts, planRemote, type RemoteDigest, type Step } from "./plan.ts";
import type { Held, UnlinkedDigest } from "./plan-matches.ts";

/** What one reading of the account leaves behind: ids, and the few that may match something unlinked here. */
export type ReadingState = {
  seen: Set<string>;
  held: Held[];
  /** Names that unlinked ones here have: how often the account has them. */
  namesInTavus: Map<string, number>;
  promptsHere: ReadonlySet<string>;
  /** Imports to be written together. */
  toImport: Import[];
  /** How long their texts are, about. */
  charactersToImport: number;
};

type Import = ImportedPersona & { name: string };

/** The cost of each commit is shared by many, commands still get their turn in between, and few texts are held. */
const importsPerCommit = 256;
/** The same of texts, in characters: prompts may be a hundred times as long as most are. */
const charactersPerCommit = 2_000_000;

export function createReadingState(unlinked: readonly UnlinkedDigest[]): ReadingState {
  return {
    seen: new Set(),
    held: [],
    namesInTavus: new Map(unlinked.map(({ name }) => [foldName(name), 0])),
    promptsHere: new Set(unlinked.flatMap(({ promptHashes }) => promptHashes)),
    toImport: [],
    charactersToImport: 0,
  };
}

/**
 * Decides and carries out what can be decided about these; each persona is to come once. Imports are written when
 * there are many, and by `importRest`.
 */
export async function syncPage(
  context: SyncContext,
  remotes: readonly Remote[],
  state: ReadingState,
): Promise<void> {
  if (remotes.length === 0) return;
  for (const remote of remotes) countName(state, remote);
  const facts = await readFacts(context, remotes, state);
  const planned = remotes.map((remote) => planRemote(remote, facts));
  const steps = await lookAgain(context, planned, facts);
  for (const step of steps) if (step.kind === "import") await takeImport(context, step.remote, state);
  await compareLinked(
    context,
    steps.flatMap((step) => (step.kind === "compare" ? [step.remote] : [])),
  );
  const still = steps.filter((step) => step.kind === "differsStill");
  await noteDifferingStill(
    context,
    new Map(still.map(({ remote, differing }) => [remote.tavusPersonaId, differing])),
  );
  await noteNotPushedYet(
    context,
    steps.flatMap(({ kind, remote }) => (kind === "notPushedYet" ? [remote.tavusPersonaId] : [])),
  );
  for (const step of steps) await noteStep(context, step, state);
}

async function takeImport(context: SyncContext, remote: Remote, state: ReadingState): Promise<void> {
  const { tavusPersonaId, name } = remote;
  if (context.request.mode === "preview") return context.report.add("imported", { tavusPersonaId, name });
  const imported = importOf(context, remote);
  state.toImport.push(imported);
  state.charactersToImport += lengthOf(imported);
  const isEnough =
    state.toImport.length >= importsPerCommit || state.charactersToImport >= charactersPerCommit;
  if (isEnough) await importRest(context, state);
}

/** Writes what is still to be written of the imports. */
export async function importRest(context: SyncContext, state: ReadingState): Promise<void> {
  state.charactersToImport = 0;
  await writeImports(context, state.toImport.splice(0));
}

function lengthOf({ content }: Import): number {
  return (content.prompt?.length ?? 0) + (content.context?.length ?? 0);
}

function countName({ namesInTavus }: ReadingState, { name, isOwn }: RemoteDigest): void {
  const folded = foldName(name);
  const count = isOwn ? namesInTavus.get(folded) : undefined;
  if (count !== undefined) namesInTavus.set(folded, count + 1);
}

async function readFacts(
  { deps, request: { tenantId } }: SyncContext,
  remotes: readonly Remote[],
  state: ReadingState,
): Promise<LocalFacts> {
  const links = await deps.rows.withRemoteIds(
    tenantId,
    remotes.map(({ tavusPersonaId }) => tavusPersonaId),
  );
  const linked = new Map(links.map((link) => [link.remoteId ?? "", link]));
  const unknown = remotes.filter(({ tavusPersonaId }) => !linked.has(tavusPersonaId));
  const named = await deps.rows.withIds(tenantId, recordsOf(unknown));
  return {
    linked,
    records: new Map(named.map((link) => [link.id, link])),
    mayMatch: ({ name, promptHash }) =>
      (name !== "" && state.namesInTavus.has(foldName(name))) || state.promptsHere.has(promptHash),
  };
}

function recordsOf(remotes: readonly Remote[]): string[] {
  return remotes.flatMap(({ record }) => (record === undefined ? [] : [record]));
}

/** What is only in Tavus so far. */
export async function importRemote(context: SyncContext, remote: Remote): Promise<void> {
  await writeImports(context, [importOf(context, remote)]);
}

function importOf({ deps }: SyncContext, remote: Remote): Import {
  return { name: remote.name, ...importedFrom(remote, deps.linking.now()) };
}

/** A persona that got here on another way meanwhile stays as it is. */
async function writeImports(
  { deps, request, key, report }: SyncContext,
  personas: readonly Import[],
): Promise<void> {
  if (personas.length === 0) return;
  const by = { userId: request.startedBy, keyTag: key.tag, content: unknownInTavus };
  const written = await deps.imports.importAll(request.tenantId, personas, by);
  for (const { id, remoteId: tavusPersonaId, name } of personas) {
    if (written.has(id)) report.add("imported", { id, tavusPersonaId, name });
  }
}

/** The text is whole: the record line of somebody's copy is gone, and nothing is added to it again but our own. */
export function importedFrom(remote: Remote, nowMs: number): ImportedPersona {
  const { content, notes } = remote.texts();
  return {
    id: `per_${randomId(10)}`,
    remoteId: remote.tavusPersonaId,
    content: importedContent(content, notes),
    base: remote.fingerprint,
    createdMs: Math.max(0, Math.min(remote.createdMs ?? nowMs, nowMs)),
  };
}

async function noteStep(
  { deps, request, key, report }: SyncContext,
  step: Step<Remote>,
  state: ReadingState,
): Promise<void> {
  const { tavusPersonaId, name } = step.remote;
  switch (step.kind) {
    case "inStep":
    case "deletedHere":
      return report.add(step.kind, { id: step.id, tavusPersonaId, name });
    case "deletedUnknown":
      if (request.mode === "apply")
        await deps.linking.links.foundOfDeleted(step.local, { remoteId: tavusPersonaId, keyTag: key.tag });
      return report.add("deletedHere", { id: step.local.id, tavusPersonaId, name });
    case "hold": {
      const { promptHash, isOwn, record, createdMs } = step.remote;
      state.held.push({ tavusPersonaId, name, promptHash, isOwn, record, createdMs });
      return;
    }
    case "surplus":
      report.add("undecided", { id: step.id, tavusPersonaId, name });
      if (request.mode === "apply")
        await deps.linking.links.setSurplusCheck(
          { tenantId: request.tenantId, id: step.id },
          deps.linking.now(),
        );
      return;
    case "import":
    case "compare":
    case "differsStill":
    case "notPushedYet":
    case "ignore":
      return;
  }
}
