import type { Config } from "../config.ts";
import type { StateStore } from "../database/state-store.ts";
import { createTenantKeys, type TenantKeys } from "../tenants/keys.ts";

/** Where the guild is recorded that the operator's key belongs to. One bot, one record. */
const owner = "app:operator";
const name = "tavus-key-guild";

export function buildKeys(config: Config, state: StateStore): TenantKeys {
  return createTenantKeys({
    operatorKey: config.tavus.apiKey,
    operatorTenants: config.tavus.apiKeyTenants,
    onlyGuild: {
      find: () => state.get(owner, name),
      keep: (tenantId) => state.setIfAbsent(owner, name, tenantId),
    },
  });
}
