import type { Logger } from "pino";
import type { PersonaOutcomes } from "../database/persona-outcomes.ts";
import type { PersonaQueue } from "../database/persona-queue.ts";
import type { PersonaStore } from "../database/persona-store.ts";
import type { TenantStore } from "../database/tenant-store.ts";
import type { TavusClient } from "../tavus/client.ts";
import type { TenantKeys } from "../tenants/keys.ts";
import type { Gate } from "./gate.ts";
import type { Persona } from "./persona.ts";
import type { Watchers } from "./watchers.ts";

/** What the verbs on personas work with. */
export type PersonaDeps = {
  store: PersonaStore;
  outcomes: PersonaOutcomes;
  queue: PersonaQueue;
  tenants: TenantStore;
  keys: TenantKeys;
  tavus: TavusClient;
  log: Logger;
  gate: Gate;
  watchers: Watchers;
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
