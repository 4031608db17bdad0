/** A token, and what another one is to be had for when it ends; most end never. */
export type Token = {
  token: string;
  refresh?: { token: string; expiresAtMs: number } | undefined;
};

/** The app in one workspace (`T…`), or in an organization for all of its workspaces (`E…`). */
export type Installation = Token & {
  id: string;
  /** The organization of the workspace; an organization is its own. */
  organizationId: string | undefined;
  /** Another one whenever the token is. */
  tokenId: string;
};

type Which = { id: string; tokenId: string };

/** What main lends a bot to remember installations, for every process. All of it rejects while the database is away. */
export type Installations = {
  find(id: string): Promise<Installation | undefined>;
  /** The one that serves a workspace: its own, or else its organization's. */
  findFor(teamId: string, organizationId: string | undefined): Promise<Installation | undefined>;
  /** Returns the workspaces that an organization's new installation serves as one before it did. */
  install(id: string, organizationId: string | undefined, token: Token): Promise<string[]>;
  /** An organization's installation serves this workspace. */
  noteMember(teamId: string, organizationId: string): Promise<void>;
  /** True for one caller at a time: this one has the token renewed. */
  claimRenewal(which: Which, leaseMs: number): Promise<boolean>;
  releaseRenewal(which: Which): Promise<void>;
  /** False: another token stands there by now, or none. */
  renew(which: Which, token: Token): Promise<boolean>;
  /** The workspaces that nothing else serves. */
  servedAlone(id: string): Promise<string[]>;
  /** Deletes a token. False: another token stands there by now, or none. */
  remove(which: Which): Promise<boolean>;
  /** Workspaces that their organization's token served before then, and serves no more. */
  removeMembers(teamIds: readonly string[], beforeMs: number): Promise<string[]>;
  /** To be looked at so soon. */
  checkIn(id: string, ms: number): Promise<void>;
  /** Some that have not been looked at for long; each for one caller. */
  claimChecks(limit: number): Promise<string[]>;
  /** Forgets what needs not be remembered any more. */
  tidy(): Promise<void>;
  /** True for the first caller with this name. */
  reserve(name: string): Promise<boolean>;
  /** Milliseconds since 1970, by the clock that all processes share. */
  now(): number;
};
