import { titleOf } from "../../warnings/sentences.ts";
import { calledIn } from "../content/each-field.ts";
import { digestOf, keyOf } from "./automatic/known.ts";
import {
  mostEntries,
  type SyncEntry,
  type SyncList,
  type SyncListName,
  standingLists,
  syncLists,
} from "./sync-verbs.ts";

export type SyncReport = {
  add(list: SyncListName, entry: SyncEntry): void;
  /** Tavus ids of what was left to other teams; of each nothing but that there is one. */
  addOthers(tavusPersonaIds: readonly string[]): void;
  readonly others: number;
  /** Takes note of what Tavus holds and nobody can read. */
  countUnreadable(count: number): void;
  readonly unreadable: number;
  lists(): Record<SyncListName, SyncList>;
};

/**
 * Collects what a sync did: of a long list the first entries as such and every one as a line of text. What
 * is in step is nearly everything as a rule, and of no interest one by one: it has no text.
 */
export function createSyncReport(): SyncReport {
  let unreadable = 0;
  const lists = new Map(syncLists.map((name) => [name, createList(name)]));
  const others = new Set<string>();
  return {
    addOthers(ids) {
      for (const id of ids) others.add(id);
    },
    get others() {
      return others.size;
    },
    add: (list, entry) => lists.get(list)?.add(entry),
    countUnreadable(count) {
      unreadable += count;
    },
    get unreadable() {
      return unreadable;
    },
    lists() {
      const empty: SyncList = { count: 0, entries: [] };
      const read = (name: SyncListName) => lists.get(name)?.read() ?? empty;
      return {
        imported: read("imported"),
        linked: read("linked"),
        created: read("created"),
        inStep: read("inStep"),
        differing: read("differing"),
        notPushedYet: read("notPushedYet"),
        conflicts: read("conflicts"),
        missing: read("missing"),
        failed: read("failed"),
        deletedHere: read("deletedHere"),
        undecided: read("undecided"),
      };
    },
  };
}

/** What a line is made of is kept with it for as long as it is a string of its own: 600 bytes for one of 70. */
const mostLoose = 256;

function createList(name: SyncListName) {
  const hasText = name !== "inStep";
  const isStanding = standingLists.some((standing) => standing === name);
  const keys: string[] = [];
  const entries: SyncEntry[] = [];
  const texts: Buffer[] = [];
  let loose: string[] = [];
  let count = 0;

  function bind(): void {
    if (loose.length > 0) texts.push(Buffer.from(loose.join("\n")));
    loose = [];
  }

  return {
    add(entry: SyncEntry): void {
      count += 1;
      if (entries.length < mostEntries) entries.push(entry);
      if (isStanding) keys.push(keyOf(entry));
      if (!hasText) return;
      loose.push(lineOf(entry));
      if (loose.length === mostLoose) bind();
    },
    read(): SyncList {
      const digest = isStanding && count > 0 ? { digest: digestOf(keys) } : {};
      if (!hasText || count <= mostEntries) return { count, entries, ...digest };
      bind();
      return { count, entries, ...digest, texts };
    },
  };
}

/** Ids and names are Tavus's or a person's own; everything on one line. */
function lineOf({ name, id, tavusPersonaId, fields, cause }: SyncEntry): string {
  const differing = fields?.map(calledIn).join(", ");
  const parts = [name || "(no name)", id, tavusPersonaId, differing, cause && titleOf(cause, "create")];
  return parts
    .filter((part) => part !== undefined && part !== "")
    .join(" · ")
    .replace(/\s+/g, " ")
    .trimEnd();
}
