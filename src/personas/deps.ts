import type { Logger } from "pino";
import type { PersonaLists } from "../database/persona/persona-lists.ts";
import type { PersonaOutcomes } from "../database/persona/persona-outcomes.ts";
import type { PersonaQueue } from "../database/persona/persona-queue.ts";
import type { PersonaStore } from "../database/persona/persona-store.ts";
import type { PersonaSyncStore } from "../database/persona/persona-sync-store.ts";
import type { PersonaSyncWrites } from "../database/persona/persona-sync-writes.ts";
import type { WaitingPersonas } from "../database/persona/waiting-personas.ts";
import type { SyncStore } from "../database/team/sync-store.ts";
import type { TenantStore } from "../database/team/tenant-store.ts";
import type { Gate } from "../link/gate.ts";
import type { Tellings } from "../link/tellings.ts";
import type { Watchers } from "../link/watchers.ts";
import type { TavusClient } from "../tavus/client.ts";
import type { TenantKeys } from "../tenants/keys.ts";
import type { Alarm } from "../warnings/warnings.ts";
import type { Persona } from "./persona.ts";

/** What the verbs on personas work with. */
export type PersonaDeps = {
  store: PersonaStore;
  lists: PersonaLists;
  outcomes: PersonaOutcomes;
  queue: PersonaQueue;
  waiting: WaitingPersonas;
  /** Runs of `/persona-sync`; what they read; what they write. */
  syncs: SyncStore;
  syncRows: PersonaSyncStore;
  syncWrites: PersonaSyncWrites;
  tenants: TenantStore;
  keys: TenantKeys;
  tavus: TavusClient;
  log: Logger;
  gate: Gate;
  watchers: Watchers;
  tellings: Tellings;
  warnings: Alarm;
  /** The database's clock, Unix ms. */
  now(): number;
  /** From 0 to 1, for delays. */
  random(): number;
  /** Tells the person whose interaction is over; false: they can only be told at their next command. */
  announce(persona: Persona): Promise<boolean>;
  /** Says that `count` further Tavus personas, made by requests whose answers were lost, were removed. */
  announceRemoval(persona: Persona, count: number): Promise<void>;
  /** Makes the queue look now instead of at its next tick. */
  wakeQueue(): void;
};
