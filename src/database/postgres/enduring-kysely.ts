import { setTimeout as delay } from "node:timers/promises";
import { Kysely, type KyselyConfig } from "kysely";
import type { Tables } from "../tables.ts";
import { isConnectionLost, isReadOnlyServer, isTakenBack } from "./connection-lost.ts";

const pauseMs = 100;

/**
 * Kysely whose transactions outlive the server's restarts, and others in their way. One that was certainly not committed is done again from its beginning,
 * until the `deadlineMs` of its beginning, or of now if that is earlier; so what is done within one has to be the same the second time. Those with a
 * level of their own are not.
 */
export class EnduringKysely extends Kysely<Tables> {
  readonly #deadlineMs: (error?: unknown) => number;

  constructor(config: KyselyConfig, deadlineMs: (error?: unknown) => number) {
    super(config);
    this.#deadlineMs = deadlineMs;
  }

  override transaction() {
    const builder = super.transaction();
    const execute = builder.execute.bind(builder);
    builder.execute = async (work) => {
      const deadlineMs = this.#deadlineMs();
      for (;;) {
        try {
          return await execute(work);
        } catch (error) {
          const isUndone = isConnectionLost(error) || isReadOnlyServer(error) || isTakenBack(error);
          if (!isUndone || performance.now() > Math.min(deadlineMs, this.#deadlineMs(error))) throw error;
        }
        await delay(pauseMs);
      }
    };
    return builder;
  }
}
