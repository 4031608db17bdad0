import type { PersonaRecord } from "../database/persona/persona-record.ts";
import type { PersonaStore } from "../database/persona/persona-store.ts";
import type { VersionStore } from "../database/persona/version-store.ts";
import type { Fate, LinkPort, TellWay } from "../link/port.ts";
import { readMarked } from "../link/read-marked.ts";
import type { TavusClient } from "../tavus/client.ts";
import { recordOf } from "./content/from-tavus.ts";
import { newPersonaBody } from "./content/tavus-body.ts";
import { type Persona, personaFrom } from "./persona.ts";
import { pushPersona, readCreated } from "./push/push-persona.ts";
import { saidBefore, saidSince } from "./push/said-before.ts";
import type { TeamAccounts } from "./team-account.ts";

export type { Fate, TellWay };

export type PersonaAnnouncements = {
  /** Tells the person whose interaction is over; false: they can only be told at their next command. */
  announce(persona: Persona, way: TellWay): Promise<boolean>;
  /** Says that `count` further Tavus personas, made by requests whose answers were lost, were removed. */
  announceRemoval(persona: Persona, count: number): Promise<void>;
  /** Tells whoever deleted it how the deletion in Tavus ended, at the latest with their next command. */
  announceFate(persona: Persona, told: { fate: Fate; userId: string }): Promise<void>;
};

/** How personas are made, changed and found in Tavus. Their mark is the record line at the end of the prompt. */
export function createPersonaPort({
  store,
  versions,
  tavus,
  accounts,
  announcements,
}: {
  store: PersonaStore;
  versions: Pick<VersionStore, "overwriting" | "beforeSaying">;
  tavus: TavusClient;
  accounts: TeamAccounts;
  announcements: PersonaAnnouncements;
}): LinkPort<PersonaRecord> {
  return {
    personaOf: async ({ id }) => id,
    load: ({ tenantId, id }) => store.find(tenantId, id),
    loadEver: ({ tenantId, id }) => store.findEver(tenantId, id),

    async create(apiKey, persona) {
      const { id: remoteId } = await tavus.createPersona(apiKey, newPersonaBody(persona));
      // Asked for while the id is being stored, for somebody waits.
      const reading = readCreated(accounts.of(persona.tenantId, { value: apiKey }), persona, remoteId);
      reading.catch(() => undefined);
      return { remoteId, read: () => reading };
    },

    push: (apiKey, persona, options) =>
      pushPersona(accounts.of(persona.tenantId, { value: apiKey }), persona, {
        ...options,
        overwriting: (theirs) => versions.overwriting(persona.tenantId, persona.id, theirs),
        saidSince: () => saidSince(versions, persona),
        saidBefore: () => saidBefore(versions, persona),
      }),

    // From the unfiltered list: what an account's own list leaves out may be ours too.
    readMarked: (apiKey) =>
      readMarked("list personas", (onRows) => tavus.readPersonas(apiKey, {}, onRows), recordOf),
    remove: (apiKey, remoteId) => tavus.deletePersona(apiKey, remoteId),
    announce: (persona, way) => announcements.announce(personaFrom(persona), way),
    announceRemoval: (persona, count) => announcements.announceRemoval(personaFrom(persona), count),
    announceFate: (persona, fate) =>
      announcements.announceFate(personaFrom(persona), { fate, userId: persona.link.userId }),
  };
}
