import type { KeptChanges } from "../database/persona/kept-changes.ts";
import type { PersonaImports } from "../database/persona/persona-imports.ts";
import type { PersonaLists } from "../database/persona/persona-lists.ts";
import type { PersonaRecord } from "../database/persona/persona-record.ts";
import type { PersonaStore } from "../database/persona/persona-store.ts";
import type { SyncRows } from "../database/persona/sync-rows.ts";
import type { VersionStore } from "../database/persona/version-store.ts";
import type { SyncStore } from "../database/team/sync-store.ts";
import type { Linking } from "../link/port.ts";
import type { TenantKeys } from "../tenants/keys.ts";
import type { TeamAccounts } from "./team-account.ts";

export type PersonaLinking = Linking<PersonaRecord>;

/** For verbs that change what is here and wait for what comes of it in Tavus. */
export type Records = { store: PersonaStore; linking: PersonaLinking };

/** For verbs that change a link so that it can be taken back. */
export type Kept = { kept: KeptChanges };

/** For verbs that ask Tavus something themselves. */
export type Account = { keys: TenantKeys; accounts: TeamAccounts };

/** For verbs that list or look up what is here. */
export type Listing = { lists: PersonaLists; store: PersonaStore };

/** For verbs that look at what personas were. */
export type Versions = { versions: VersionStore };

/** For a sync. */
export type SyncDeps = Records &
  Account &
  Kept & {
    /** Runs of `/persona-sync`; what they read; what they import. */
    runs: SyncStore;
    rows: SyncRows;
    imports: PersonaImports;
  };

export type PersonaDeps = SyncDeps & Listing & Versions;
