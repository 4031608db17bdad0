import type { Selectable } from "kysely";
import { randomId } from "../../random-id.ts";
import type { Secrets } from "../team/secrets.ts";
import { isoTime } from "../times.ts";
import type { InstallationRow } from "./installation-row.ts";

export type NewToken = {
  token: string;
  /** What another one is to be had for, and when; absent: the token does not expire. */
  refresh?: { token: string; expiresAtMs: number } | undefined;
};

/** Ids are the platform's own, such as `T…` of a workspace and `E…` of an organization. */
export type StoredInstallation = NewToken & {
  id: string;
  organizationId: string | undefined;
  tokenId: string;
};

/** How an installation's tokens are laid down and taken up again; `idOf` makes the platform's own id of a tenant's. */
export function createSealedTokens(secrets: Secrets, idOf: (tenantId: string) => string) {
  function seal(tenantId: string, { token, refresh }: NewToken) {
    return {
      token_id: randomId(20),
      token_sealed: secrets.seal(tenantId, token),
      refresh_sealed: refresh ? secrets.seal(tenantId, refresh.token) : null,
      expires_at: refresh ? isoTime(refresh.expiresAtMs) : null,
      renewing_until: null,
    };
  }

  /** Undefined: there is no token, or none of today's keys opens it. */
  function open(row: Selectable<InstallationRow> | undefined): StoredInstallation | undefined {
    if (!row?.token_sealed || !row.token_id) return undefined;
    const token = secrets.open(row.tenant_id, row.token_sealed);
    if (token === undefined) return undefined;
    const refresh = row.refresh_sealed ? secrets.open(row.tenant_id, row.refresh_sealed) : undefined;
    return {
      id: idOf(row.tenant_id),
      organizationId: row.organization_id ? idOf(row.organization_id) : undefined,
      tokenId: row.token_id,
      token,
      ...(refresh !== undefined && row.expires_at
        ? { refresh: { token: refresh, expiresAtMs: Date.parse(row.expires_at) } }
        : {}),
    };
  }

  return { seal, open };
}
