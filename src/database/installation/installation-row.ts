/**
 * A workspace or an organization in which people have installed the app. A workspace that an organization's installation
 * serves has a row too, without a token unless it has one of its own.
 */
export type InstallationRow = {
  /** Of an organization too, which is no team otherwise: `slack:E…`. */
  tenant_id: string;
  /** The tenant id of the organization that the workspace is part of. */
  organization_id: string | null;
  /** Another one whenever the token is: what is said of a token must not be taken for what is said of the next. */
  token_id: string | null;
  token_sealed: string | null;
  /** Null: the token does not expire. */
  refresh_sealed: string | null;
  expires_at: string | null;
  /** A lease: while it lies ahead one process is having the token renewed. */
  renewing_until: string | null;
  installed_at: string;
  /** When to ask whether the token still lives; null where there is none. */
  check_at: string | null;
};
