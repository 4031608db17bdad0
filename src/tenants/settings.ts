import { type CallSettings, usualCallSettings, type WhoMay } from "../database/team/call-settings.ts";
import type {
  KeySight,
  Settings,
  SettingsChange,
  SettingsStore,
  StoredKey,
} from "../database/team/settings-store.ts";
import { noTeamPrompt, type TeamPrompt } from "../database/team/team-prompt.ts";
import { createExpiringCache } from "../expiring-cache.ts";

export type { CallSettings, KeySight, Settings, SettingsChange, StoredKey, TeamPrompt, WhoMay };

/** What one team has set is asked for at every command and every call to Tavus, so it is remembered this long. */
const keptMs = 5000;
/** Teams remembered at once. */
const mostTeams = 1000;

export type TeamSettings = {
  /** As of at most five seconds ago; a change made in this process shows at once, one of another that it tells of almost so. */
  of(tenantId: string): Promise<Settings>;
  /** As they are now, whichever process has changed them: for whoever looks at them to change them. */
  latest(tenantId: string): Promise<Settings>;
  change(tenantId: string, change: SettingsChange): Promise<void>;
  /** To be called after anything else than `change` has written to the store: neither we nor others remember what was before. */
  changed(tenantId: string): void;
  /** Forgets what is remembered here: another process may have written to the store. */
  forget(tenantId: string): void;
  /** The same of every team. */
  forgetAll(): void;
};

/** A team's settings, remembered for a moment because every command and every call to Tavus asks for them. */
export function createTeamSettings(
  store: SettingsStore,
  now: () => number,
  tellOthers: () => void = () => undefined,
): TeamSettings {
  const remember = () => createExpiringCache<Promise<Settings>>({ freshMs: keptMs, most: mostTeams, now });
  let kept = remember();

  function changed(tenantId: string): void {
    kept.forget(tenantId);
    tellOthers();
  }

  function latest(tenantId: string): Promise<Settings> {
    const settings = store.find(tenantId).then((found) => found ?? unset(tenantId));
    kept.keep(tenantId, settings);
    settings.catch(() => kept.forget(tenantId, settings));
    return settings;
  }

  return {
    latest,

    of(tenantId) {
      const known = kept.find(tenantId);
      return known?.isFresh ? known.value : latest(tenantId);
    },

    async change(tenantId, change) {
      try {
        await store.change(tenantId, change);
      } finally {
        changed(tenantId);
      }
    },

    changed,

    forget(tenantId) {
      kept.forget(tenantId);
    },

    forgetAll() {
      kept = remember();
    },
  };
}

function unset(tenantId: string): Settings {
  return {
    tenantId,
    key: null,
    channel: null,
    defaultReplicaId: null,
    managers: [],
    limits: {},
    autoSync: null,
    templates: [],
    teamPrompt: noTeamPrompt,
    ...usualCallSettings,
  };
}
