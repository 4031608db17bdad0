import { createLinkQueue } from "../../../src/database/link/link-queue.ts";
import { createLinkStore } from "../../../src/database/link/link-store.ts";
import type { Database } from "../../../src/database/opening/connect.ts";
import { createPersonaImports } from "../../../src/database/persona/persona-imports.ts";
import { personaKind } from "../../../src/database/persona/persona-record.ts";

/** The links of personas, with what the bot does besides when one changes. */
export function linksOfPersonas(database: Database) {
  const { makeRoom } = createPersonaImports(database);
  return createLinkStore(database, personaKind, { makeRoom });
}

export function queueOfPersonas(database: Database) {
  return createLinkQueue(database, [personaKind]);
}
