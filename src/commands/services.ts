import type { Personas } from "../personas/personas.ts";

/** What commands work with; main builds it. */
export type Services = {
  personas: Personas;
  /** Tavus's newer vocabulary does not create a persona without a replica. */
  isReplicaRequired: boolean;
  /** Unix ms. */
  now(): number;
};
