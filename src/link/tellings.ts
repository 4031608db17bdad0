import type { Logger } from "pino";
import type { PersonaOutcomes } from "../database/persona/persona-outcomes.ts";
import { createWriteBehind } from "../write-behind.ts";

/** Remembers that people were told, and writes many such notes as one. */
export type Tellings = {
  note(persona: { tenantId: string; id: string }): void;
  /** Writes what is not written yet. What a process takes with it when it dies is told twice, which does no harm. */
  flush(): Promise<void>;
};

/** As long as an answer is fresh nobody asks whether it was told, so writing that can wait for others. */
export function createTellings(outcomes: PersonaOutcomes, log: Logger): Tellings {
  const noted = createWriteBehind<{ tenantId: string; id: string }>({
    write: (told) => outcomes.allTold(told),
    failed: (error, told) =>
      log.error({ personas: told.length, err: error }, "that people were told could not be noted"),
  });
  return { note: noted.add, flush: noted.flush };
}
