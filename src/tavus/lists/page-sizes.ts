import { createHash } from "node:crypto";
import { createExpiringCache } from "../../expiring-cache.ts";
import type { PageSize } from "./paging.ts";

/** The most that is known to work; Tavus publishes no maximum. */
export const mostRowsToAPage = 100;
const mostAccounts = 1000;

export type PageSizes = { of(key: string): PageSize };

/** Remembers which accounts take only smaller pages, for as long as the process lives. */
export function createPageSizes(): PageSizes {
  const limits = createExpiringCache<number>({
    freshMs: Number.POSITIVE_INFINITY,
    most: mostAccounts,
    now: Date.now,
  });
  return {
    of(key) {
      // The key itself is held by nobody longer than it is used.
      const account = createHash("sha256").update(key).digest("base64");
      const limit = limits.find(account)?.value ?? mostRowsToAPage;
      return { limit, note: (smaller) => limits.keep(account, smaller) };
    },
  };
}
