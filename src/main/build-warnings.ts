import { whatChanged } from "../commands/reply/what-changed.ts";
import { createFailingRecords } from "../database/link/failing-records.ts";
import type { Database } from "../database/opening/connect.ts";
import type { SettingsStore } from "../database/team/settings-store.ts";
import { createWarnedPersonas } from "../database/team/warnings/warned-personas.ts";
import { createWarningQueue } from "../database/team/warnings/warning-queue.ts";
import { createWarningStore, type WarningStore } from "../database/team/warnings/warning-store.ts";
import { createWarningThreads } from "../database/team/warnings/warning-threads.ts";
import type { Log } from "../log.ts";
import type { Audit } from "../tenants/audit.ts";
import type { TeamSettings } from "../tenants/settings.ts";
import { type ClosedChannel, type DeliveryDeps, noteClosed } from "../warnings/deliver.ts";
import { concernedIn } from "../warnings/details.ts";
import { createPoster, type Poster } from "../warnings/poster.ts";
import type { FailingKind } from "../warnings/waiting.ts";
import { createWarnings, type Warnings } from "../warnings/warnings.ts";

export type WarningsOptions = Pick<DeliveryDeps, "channelsOf" | "sendDirectFor"> & {
  database: Database;
  settings: TeamSettings;
  settingsStore: SettingsStore;
  audit: Pick<Audit, "lately">;
  /** Lets the personas of a team go on now. */
  resumeQueue(tenantId: string): Promise<void>;
  log: Log;
};

export type BuiltWarnings = {
  warnings: Warnings;
  warningStore: WarningStore;
  poster: Poster;
  /** Something else than a warning has met that the team's channel is closed. */
  channelClosed(tenantId: string, closed: ClosedChannel): Promise<void>;
};

/** Warnings and the one who posts them, which need each other: a failure wakes the poster, a closed channel is a failure. */
export function buildWarnings({
  database,
  settings,
  settingsStore,
  audit,
  ...options
}: WarningsOptions): BuiltWarnings {
  const parts = {
    store: createWarningStore(database),
    failing: failingKinds(database),
    personasOf: createWarnedPersonas(database),
  };
  const warnings = createWarnings({
    ...parts,
    resumeQueue: options.resumeQueue,
    succeeded: (tenantId, call) => poster.succeeded(tenantId, call),
    wakePoster() {
      poster.wake();
      database.wakes.tellOthers("warnings");
    },
  });
  const closing = {
    settings: settingsStore,
    forgetSettings: settings.changed,
    raise: warnings.raise,
    log: options.log,
  };
  const poster = createPoster({
    ...options,
    ...parts,
    ...closing,
    queue: createWarningQueue(database),
    threads: createWarningThreads(database),
    async whatChanged(warning) {
      const personaIds = await concernedIn(parts, warning);
      return whatChanged(audit, { ...warning, personaIds });
    },
    now: database.now,
  });
  return {
    warnings,
    warningStore: parts.store,
    poster,
    channelClosed: (tenantId, closed) => noteClosed(closing, tenantId, closed),
  };
}

/** What may wait for Tavus, the most urgent to name first. */
function failingKinds(database: Database): FailingKind[] {
  return [
    { thing: "persona", records: createFailingRecords(database, "persona") },
    { thing: "video", records: createFailingRecords(database, "video") },
  ];
}
