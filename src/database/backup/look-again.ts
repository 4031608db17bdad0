import type SqliteFile from "better-sqlite3";
import { personaKind } from "../persona/persona-record.ts";
import { videoKind } from "../video/video-record.ts";

/**
 * A backup does not know what was made in Tavus after it. What was still to be made then, or had failed, counts as perhaps made: it is
 * looked for before it is made, as after a lost answer, and whatever the backup knows of its last attempt, nobody knows when that was.
 * What somebody had unlinked is to become another one, and what people wait for, such as a room, is made by no retry.
 */
export const lookAgain = `update links set outcome_unknown = 1, lease_until = coalesce(lease_until, created_at), attempt_started_at = null,
  unknown_attempts = case when outcome_unknown = 0 or attempt_started_at is null then unknown_attempts
    else replace(substr(unknown_attempts, 1, length(unknown_attempts) - 1) || ',"' || attempt_started_at || '"]', '[,', '[') end
  where subject_kind in ('${personaKind}', '${videoKind}') and remote_id is null and gone_at is null
    and (state = 'pending' or state = 'failed' and coalesce(failure_kind, '') <> 'unlinked')`;

/** The same where the links have no table of their own yet: 0005-links takes it along. */
const lookAgainBeforeLinks = `update personas set must_look = 1, lease_until = coalesce(lease_until, created_at)
  where tavus_persona_id is null and deleted_at is null and link in ('pending', 'failed')`;

export function lookAgainIn(file: SqliteFile.Database): void {
  const hasLinks = file.prepare("select 1 from sqlite_master where name = 'links'").get();
  file.exec(hasLinks ? lookAgain : lookAgainBeforeLinks);
}
