import { createWatchStore } from "../../database/fleet/watch-store.ts";
import type { LinkKey } from "../../database/link/link-record.ts";
import type { Database } from "../../database/opening/connect.ts";
import type { Linked } from "../../link/port.ts";
import { createSharedWatchers } from "../../link/watching/shared-watchers.ts";
import { createWatchers, type Watchers } from "../../link/watching/watchers.ts";
import type { Log } from "../../log.ts";

/** Who waits for links of one kind; `instance` is this process, where others may settle them too. */
export function buildWatchers<Subject extends Linked>({
  database,
  instance,
  kind,
  ...options
}: {
  database: Database;
  instance?: string | undefined;
  kind: string;
  load(key: LinkKey): Promise<Subject | undefined>;
  tell(subject: Subject): Promise<void>;
  log: Log;
}): Watchers<Subject> {
  if (instance === undefined) return createWatchers();
  const store = createWatchStore(database, instance, kind);
  return createSharedWatchers({ ...options, store, now: database.now });
}
