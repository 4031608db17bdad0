import type { LinkQueue } from "../../../../src/database/link/link-queue.ts";
import type { LinkRow } from "../../../../src/database/link/link-row.ts";
import type { LinkStore } from "../../../../src/database/link/link-store.ts";
import type { Database } from "../../../../src/database/opening/connect.ts";
import {
  createPersonaImports,
  type PersonaImports,
} from "../../../../src/database/persona/persona-imports.ts";
import { createPersonaStore, type PersonaStore } from "../../../../src/database/persona/persona-store.ts";
import type { OpenDatabase } from "../../../support/databases.ts";
import { linksOfPersonas, queueOfPersonas } from "../../../support/personas/persona-links.ts";

/** What a walk goes through: the stores, and a clock that it moves on. */
export type WalkWorld = {
  database: Database;
  links: LinkStore;
  queue: LinkQueue;
  store: PersonaStore;
  imports: PersonaImports;
  clock: { nowMs: number };
};

/** One step: an operation, with what it may need to be told. */
export type Step = {
  name: string;
  tenantId: string;
  /** Which link, or which of a few forms. */
  at: number;
  remoteId: string;
  /** It is about an older attempt than the newest. */
  isLate: boolean;
  /** It is about a link of any state, whether or not that makes sense. */
  isAnywhere: boolean;
  isSo: boolean;
  ms: number;
};

export const opening = { keyTag: "0123456789ab", leaseMs: 20_000 };

export async function openWorld(open: OpenDatabase): Promise<WalkWorld> {
  const clock = { nowMs: Date.UTC(2030, 0, 1) };
  const database = await open({ clock: () => clock.nowMs });
  return {
    clock,
    database,
    links: linksOfPersonas(database),
    queue: queueOfPersonas(database),
    store: createPersonaStore(database),
    imports: createPersonaImports(database),
  };
}

export async function emptyWorld({ database: { kysely } }: WalkWorld): Promise<void> {
  await kysely.deleteFrom("links").execute();
  await kysely.deleteFrom("personas").execute();
}

export function readLinks({ database }: WalkWorld): Promise<LinkRow[]> {
  return database.kysely.selectFrom("links").selectAll().orderBy("tenant_id").orderBy("subject_id").execute();
}
