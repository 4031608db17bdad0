import type { Config } from "../config.ts";
import type { Database } from "../database/opening/connect.ts";
import { operatorRecord } from "../database/team/operator-record.ts";
import { createSecrets, type Secrets } from "../database/team/secrets.ts";
import { createSettingsStore, type SettingsStore } from "../database/team/settings-store.ts";
import { createStateStore } from "../database/team/state-store.ts";
import { createUncheckedKeys, type UncheckedKeys } from "../database/team/unchecked-keys.ts";
import { createTenantKeys, type TenantKeys } from "../tenants/keys.ts";
import { createOwnKeys } from "../tenants/own-keys.ts";
import { createTeamSettings, type TeamSettings } from "../tenants/settings.ts";

export type TeamParts = {
  settingsStore: SettingsStore;
  settings: TeamSettings;
  /** Undefined without ENCRYPTION_KEYS and ENCRYPTION_KEY. */
  secrets: Secrets | undefined;
  /** Keys that wait for an admin's word. */
  unchecked: UncheckedKeys;
  keys: TenantKeys;
};

/** What each team has set for itself, and the keys that follow from it. */
export function buildTeam(config: Config, database: Database): TeamParts {
  const state = createStateStore(database);
  const { owner, name } = operatorRecord;
  const settingsStore = createSettingsStore(database);
  const settings = createTeamSettings(settingsStore, database.now, () =>
    database.wakes.tellOthers("settings"),
  );
  const secrets = config.encryptionKeys && createSecrets(config.encryptionKeys);
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
