import type { Log } from "../../log.ts";
import { TavusError } from "../../tavus/errors.ts";
import type { TavusKey } from "../../tenants/keys.ts";
import { oneByOne } from "../one-by-one.ts";

/**
 * Does the same under each of these keys. Returns those that Tavus takes no more: that keeps no other from its turn, and whoever asks
 * knows whether such a key will be replaced. Rejects where something else failed.
 */
export async function underEachKey(
  log: Log,
  keys: readonly TavusKey[],
  work: (key: TavusKey) => Promise<void>,
): Promise<TavusKey[]> {
  const refused: TavusKey[] = [];
  await oneByOne(keys, async (key) => {
    try {
      await work(key);
    } catch (error) {
      if (!(error instanceof TavusError) || error.kind !== "invalidKey") throw error;
      log.warn(
        { cause: error.kind, incident: error.incident },
        "what lost requests have made cannot be looked for under a key",
      );
      refused.push(key);
    }
  });
  return refused;
}
