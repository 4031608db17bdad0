import { createWorkspace, type Named, type Shared, type Workspace } from "../workspaces/workspace.ts";
import type { Installation, Installations } from "./installation.ts";
import { createInstalledTokens } from "./installed-tokens.ts";
import type { Renewals } from "./renewals.ts";

/** Workspaces that are kept at once; beyond that the one that has not been used for the longest time makes room. */
const mostKept = 2000;
/** One that nobody has used for so long is kept no more. */
const idleMs = 30 * 60_000;

export type InstalledWorkspaces = {
  /** Undefined: the app is not installed there. Rejects where the database cannot say. */
  find(named: Named): Promise<Workspace | undefined>;
  /** Whatever a workspace or an organization had is looked up anew. */
  forget(id: string): void;
  /** Lets go of those that nobody uses. */
  tidy(): void;
};

type Kept = { workspace: Workspace; installation(): Installation };
type Entry = { kept: Promise<Kept | undefined>; usedMs: number; servedBy?: () => string };

/** The workspaces that people have installed the app in: those in use are kept in memory, of the others nothing. */
export function createInstalledWorkspaces(options: {
  shared: Shared;
  installations: Installations;
  renewals: Renewals;
  /** A call with this installation's token was answered with this error code. */
  onRefused(id: string, code: string): void;
}): InstalledWorkspaces {
  const { shared, installations, renewals, onRefused } = options;
  /** The one used longest ago comes first. */
  const entries = new Map<string, Entry>();

  async function look(teamId: string, enterpriseId: string | undefined): Promise<Kept | undefined> {
    const find = () => installations.findFor(teamId, enterpriseId);
    const first = await find();
    if (!first) return undefined;
    if (first.id !== teamId) await installations.noteMember(teamId, first.id);
    const tokens = createInstalledTokens({ first, find, renewals });
    const workspace = createWorkspace(shared, {
      home: { teamId, enterpriseId: first.organizationId ?? enterpriseId },
      tokens,
      isOrganizations: () => tokens.installation().id !== teamId,
      onRefused: (code) => onRefused(tokens.installation().id, code),
    });
    return { workspace, installation: tokens.installation };
  }

  function begin(teamId: string, enterpriseId: string | undefined): Entry {
    const entry: Entry = { kept: look(teamId, enterpriseId), usedMs: 0 };
    const drop = () => entries.get(teamId) === entry && entries.delete(teamId);
    entry.kept.then((kept) => {
      if (kept) entry.servedBy = () => kept.installation().id;
      else drop();
    }, drop);
    return entry;
  }

  function use(teamId: string, entry: Entry): void {
    entries.delete(teamId);
    entries.set(teamId, entry);
    entry.usedMs = performance.now();
  }

  function tidy(): void {
    for (const [teamId, { usedMs }] of entries) {
      if (entries.size <= mostKept && performance.now() - usedMs < idleMs) return;
      entries.delete(teamId);
    }
  }

  return {
    async find({ teamId, enterpriseId }) {
      if (teamId === undefined) return undefined;
      const entry = entries.get(teamId) ?? begin(teamId, enterpriseId);
      use(teamId, entry);
      tidy();
      return (await entry.kept)?.workspace;
    },
    forget(id) {
      for (const [teamId, { servedBy }] of entries)
        if (teamId === id || servedBy?.() === id) entries.delete(teamId);
    },
    tidy,
  };
}
