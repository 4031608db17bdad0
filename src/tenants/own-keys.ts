import type { Secrets } from "../database/team/secrets.ts";
import type { TavusKey } from "../tavus/key.ts";
import type { TeamSettings } from "./settings.ts";

/** `locked`: the team has one, and it cannot be read: its encryption key is not set any more, or the row was changed. */
export type OwnKey = { kind: "none" } | { kind: "locked" } | { kind: "key"; key: TavusKey };

export type OwnKeys = {
  find(tenantId: string): Promise<OwnKey>;
  /** One that was kept beside the settings; undefined: it cannot be read any more. */
  open(tenantId: string, sealed: string): string | undefined;
};

/** The Tavus keys that teams brought themselves. Decrypted anew for each use: none is kept in memory. */
export function createOwnKeys({
  settings,
  secrets,
}: {
  settings: TeamSettings;
  /** Undefined: no ENCRYPTION_KEYS are set. */
  secrets: Secrets | undefined;
}): OwnKeys {
  return {
    async find(tenantId) {
      const { key } = await settings.of(tenantId);
      if (!key) return { kind: "none" };
      const value = secrets?.open(tenantId, key.sealed);
      return value === undefined ? { kind: "locked" } : { kind: "key", key: { value, tag: key.tag } };
    },
    open: (tenantId, sealed) => secrets?.open(tenantId, sealed),
  };
}
