import type { TavusReplica } from "../tavus/schemas.ts";
import { type CreateRequest, type CreateResult, createPersona } from "./create.ts";
import type { PersonaDeps } from "./deps.ts";
import { type Persona, personaFromRow } from "./persona.ts";
import type { ReplicaCache } from "./replica-cache.ts";
import { changeReplica, retryPersona } from "./retry.ts";
import { tellDirectly } from "./settle.ts";

/** How long a reply can still be edited on Discord; on Slack it is longer, but nobody scrolls back. */
const watchMs = 15 * 60_000;
/** What one person is shown at once of what they missed. */
const mostNews = 5;

/** A face and voice that Tavus offers this account. */
export type Replica = TavusReplica;

/** What can be done with personas; each verb has its own file. */
export type Personas = {
  create(request: CreateRequest, saved: () => Promise<void>): Promise<CreateResult>;
  find(tenantId: string, id: string): Promise<Persona | undefined>;
  retry(tenantId: string, id: string): Promise<Persona>;
  /** Another face and voice for one that Tavus refused; "" for Tavus's default. */
  changeReplica(tenantId: string, id: string, replicaId: string): Promise<Persona>;
  /** Replicas this team may use, own ones first; empty without a key. From memory, within a second. */
  replicas(tenantId: string): Promise<readonly Replica[]>;
  /** Resolves when a persona that waits has come to rest, or with undefined after 15 minutes. */
  whenSettled(persona: Persona): Promise<Persona | undefined>;
  /** The person has been told how it ended. */
  told(persona: Persona): Promise<void>;
  /** The reply could not be changed any more: tells the person directly, or at their next command. */
  tellElsewhere(persona: Persona): Promise<void>;
  /** What this person was never told, because they take no direct messages. */
  owedTo(tenantId: string, userId: string): Promise<Persona[]>;
};

export function createPersonas(deps: PersonaDeps, replicaCache: ReplicaCache): Personas {
  return {
    create: (request, saved) => createPersona(deps, request, saved),
    async find(tenantId, id) {
      const row = await deps.store.find(tenantId, id);
      return row && personaFromRow(row);
    },
    retry: (tenantId, id) => retryPersona(deps, tenantId, id),
    changeReplica: (tenantId, id, replicaId) => changeReplica(deps, { tenantId, id, replicaId }),
    async replicas(tenantId) {
      const key = await deps.keys.keyFor(tenantId);
      return key ? replicaCache.list(key) : [];
    },
    whenSettled: (persona) => deps.watchers.watch(persona, watchMs),
    told: ({ tenantId, id }) => deps.outcomes.told(tenantId, id),
    tellElsewhere: (persona) => tellDirectly(deps, persona),
    async owedTo(tenantId, userId) {
      return (await deps.queue.owedTo(tenantId, userId, mostNews)).map(personaFromRow);
    },
  };
}
