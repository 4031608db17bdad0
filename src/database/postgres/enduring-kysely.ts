import { setTimeout as delay } from "node:timers/promises";
import { Kysely, type KyselyConfig } from "kysely";
import { deadlineIn } from "../../patience.ts";
import type { Tables } from "../tables.ts";
import { isConnectionLost, isReadOnlyServer } from "./connection-lost.ts";

const pauseMs = 100;

/**
 * Kysely whose transactions outlive the server's restarts. One that was certainly not committed is done again from its beginning,
 * as long as `patienceMs` after it was begun; so what is done within one has to be the same the second time. Those with a
 * level of their own are not.
 */
export class EnduringKysely extends Kysely<Tables> {
  readonly #patienceMs: number;

  constructor(config: KyselyConfig, patienceMs: number) {
    super(config);
    this.#patienceMs = patienceMs;
  }

  override transaction() {
    const builder = super.transaction();
    const execute = builder.execute.bind(builder);
    builder.execute = async (work) => {
      const deadlineMs = deadlineIn(this.#patienceMs);
      for (;;) {
        try {
          return await execute(work);
        } catch (error) {
          const isUndone = isConnectionLost(error) || isReadOnlyServer(error);
          if (!isUndone || performance.now() > deadlineMs) throw error;
        }
        await delay(pauseMs);
      }
    };
    return builder;
  }
}
