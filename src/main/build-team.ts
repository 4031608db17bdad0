import type { Config } from "../config.ts";
import type { Database } from "../database/opening/connect.ts";
import { createSecrets, type Secrets } from "../database/team/secrets.ts";
import { createSettingsStore, type SettingsStore } from "../database/team/settings-store.ts";
import { createStateStore } from "../database/team/state-store.ts";
import { createUncheckedKeys, type UncheckedKeys } from "../database/team/unchecked-keys.ts";
import { createTenantKeys, type TenantKeys } from "../tenants/keys.ts";
import { createOwnKeys } from "../tenants/own-keys.ts";
import { createTeamSettings, type TeamSettings } from "../tenants/settings.ts";

/** Where the guild is recorded that the operator's key belongs to. One bot, one record. */
const owner = "app:operator";
const name = "tavus-key-guild";

export type TeamParts = {
  settingsStore: SettingsStore;
  settings: TeamSettings;
  /** Undefined without ENCRYPTION_KEY. */
  secrets: Secrets | undefined;
  /** Keys that wait for an admin's word. */
  unchecked: UncheckedKeys;
  keys: TenantKeys;
};

/** What each team has set for itself, and the keys that follow from it. */
export function buildTeam(config: Config, database: Database): TeamParts {
  const state = createStateStore(database);
  const settingsStore = createSettingsStore(database);
  const settings = createTeamSettings(settingsStore, database.now);
  const secrets = config.encryptionKey && createSecrets(config.encryptionKey);
  const keys = createTenantKeys({
    operatorKey: config.tavus.apiKey,
    operatorTenants: config.tavus.apiKeyTenants,
    onlyGuild: {
      find: () => state.get(owner, name),
      keep: (tenantId) => state.setIfAbsent(owner, name, tenantId),
    },
    own: createOwnKeys({ settings, secrets }),
  });
  return { settingsStore, settings, secrets, unchecked: createUncheckedKeys(database), keys };
}
