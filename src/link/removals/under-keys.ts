import type { Log } from "../../log.ts";
import { TavusError } from "../../tavus/errors.ts";
import type { TavusKey } from "../../tenants/keys.ts";
import { oneByOne } from "../one-by-one.ts";

export type Refusal = { key: TavusKey; error: TavusError };

/**
 * Does the same under each of these keys. Returns which Tavus takes no more: that keeps no other from its turn, and whoever asks
 * knows whether such a key will be replaced. Rejects where something else failed.
 */
export async function underEachKey(
  log: Log,
  keys: readonly TavusKey[],
  work: (key: TavusKey) => Promise<void>,
): Promise<Refusal[]> {
  const refused: Refusal[] = [];
  await oneByOne(keys, async (key) => {
    try {
      await work(key);
    } catch (error) {
      if (!(error instanceof TavusError) || error.kind !== "invalidKey") throw error;
      log.warn(
        { cause: error.kind, incident: error.incident },
        "what lost requests have made cannot be looked for under a key",
      );
      refused.push({ key, error });
    }
  });
  return refused;
}
