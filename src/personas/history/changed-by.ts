import { automaticUser } from "../../automatic-user.ts";
import type { PersonaRecord } from "../../database/persona/persona-record.ts";
import type { Versions } from "../deps.ts";

/** Who has changed something: people, a sync that nobody asked for, or somebody nobody knows any more. */
export type Changers = { userIds: readonly string[]; isAutomatic: boolean; isUnknown: boolean };

/** More than that between two looks are not looked through. */
const mostChanges = 20;

/** Who has changed a persona since it had this revision; each change that says something else has left a version. */
export async function changedSinceBy(
  { versions }: Versions,
  { tenantId, id, link }: PersonaRecord,
  revision: number,
): Promise<Changers> {
  const limit = Math.min(Math.max(link.revision - revision, 0), mostChanges);
  const changes = limit > 0 ? await versions.beforeSaying(tenantId, id, limit) : [];
  return changersFrom(changes.map(({ userId }) => userId));
}

export function changersFrom(by: readonly (string | undefined)[]): Changers {
  return {
    userIds: [...new Set(by.flatMap((userId) => userId ?? []))].filter((userId) => userId !== automaticUser),
    isAutomatic: by.includes(automaticUser),
    isUnknown: by.includes(undefined) || by.length === 0,
  };
}
