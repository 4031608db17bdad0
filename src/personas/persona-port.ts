import type { PersonaRecord } from "../database/persona/persona-record.ts";
import type { PersonaStore } from "../database/persona/persona-store.ts";
import type { Fate, LinkPort, MarkedObjects } from "../link/port.ts";
import type { TavusClient } from "../tavus/client.ts";
import { parseTavusDate } from "../tavus/dates.ts";
import { TavusError } from "../tavus/errors.ts";
import { readUntilComplete } from "../tavus/list-reading.ts";
import type { TavusPersona } from "../tavus/schemas.ts";
import { recordOf } from "./content/from-tavus.ts";
import { patchFor } from "./content/patch.ts";
import { personaBody } from "./content/tavus-body.ts";
import { type Persona, personaFrom } from "./persona.ts";

export type { Fate };

export type PersonaAnnouncements = {
  /** Tells the person whose interaction is over; false: they can only be told at their next command. */
  announce(persona: Persona): Promise<boolean>;
  /** Says that `count` further Tavus personas, made by requests whose answers were lost, were removed. */
  announceRemoval(persona: Persona, count: number): Promise<void>;
  /** Tells whoever deleted it how the deletion in Tavus ended, at the latest with their next command. */
  announceFate(persona: Persona, told: { fate: Fate; userId: string }): Promise<void>;
};

/** How personas are made, changed and found in Tavus. Their mark is the record line at the end of the prompt. */
export function createPersonaPort({
  store,
  tavus,
  announcements,
}: {
  store: PersonaStore;
  tavus: TavusClient;
  announcements: PersonaAnnouncements;
}): LinkPort<PersonaRecord> {
  return {
    load: ({ tenantId, id }) => store.find(tenantId, id),
    loadEver: ({ tenantId, id }) => store.findEver(tenantId, id),

    async create(apiKey, persona) {
      const { id } = await tavus.createPersona(apiKey, personaBody(persona));
      return id;
    },

    async push(apiKey, persona, { force, mayGoOn }) {
      const theirs = await tavus.getPersona(apiKey, persona.link.remoteId ?? "");
      if (!mayGoOn()) return false;
      await tavus.patchPersona(apiKey, theirs.id, patchFor(persona, theirs), { force, before: theirs });
      return true;
    },

    readMarked: (apiKey) => readMarked(tavus, apiKey),
    remove: (apiKey, remoteId) => tavus.deletePersona(apiKey, remoteId),
    announce: (persona) => announcements.announce(personaFrom(persona)),
    announceRemoval: (persona, count) => announcements.announceRemoval(personaFrom(persona), count),
    announceFate: (persona, fate) =>
      announcements.announceFate(personaFrom(persona), { fate, userId: persona.link.userId }),
  };
}

/** Everything in the account that carries a record line, from the unfiltered list. */
async function readMarked(tavus: TavusClient, apiKey: string): Promise<MarkedObjects> {
  const marked: MarkedObjects = new Map();
  const readOnce = async () => {
    let isComplete = false;
    for await (const page of tavus.listPersonaPages(apiKey)) {
      for (const persona of page.rows) noteMarked(marked, persona);
      isComplete = page.isComplete;
    }
    return { isComplete };
  };
  const { isComplete } = await readUntilComplete(readOnce);
  if (isComplete) return marked;
  throw new TavusError({ kind: "unexpectedReply", operation: "list personas", reached: "maybe" });
}

function noteMarked(marked: MarkedObjects, persona: TavusPersona): void {
  const { id: remoteId, createdAt } = persona;
  const record = recordOf(persona);
  if (!record) return;
  const known = marked.get(record) ?? [];
  if (known.some((other) => other.remoteId === remoteId)) return;
  const createdMs = createdAt ? parseTavusDate(createdAt) : undefined;
  marked.set(record, [...known, { remoteId, createdMs }]);
}
