import type { Logger } from "pino";
import type { LinkKey } from "../database/link/link-record.ts";
import type { LinkStore } from "../database/link/link-store.ts";

/** As long as an answer is fresh nobody asks whether it was told, so writing that can wait for others. */
const delayMs = 50;

/** Remembers that people were told, and writes many such notes as one. */
export type ToldBatch = {
  note(key: LinkKey): void;
  /** Writes what is not written yet. What a process takes with it when it dies is told twice, which does no harm. */
  flush(): Promise<void>;
};

export function createToldBatch(links: Pick<LinkStore, "allTold">, log: Logger): ToldBatch {
  let noted: LinkKey[] = [];
  let timer: NodeJS.Timeout | undefined;

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (noted.length === 0) return;
    const told = noted;
    noted = [];
    await links
      .allTold(told)
      .catch((error: unknown) =>
        log.error({ personas: told.length, err: error }, "that people were told could not be noted"),
      );
  }

  return {
    note({ tenantId, id }) {
      noted.push({ tenantId, id });
      timer ??= setTimeout(flush, delayMs);
    },
    flush,
  };
}
