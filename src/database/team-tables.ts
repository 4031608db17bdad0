import type { TeamTables } from "./tables.ts";

/** The parts of what a team is given before it is forgotten. */
export type ExportName =
  | "personas"
  | "versions"
  | "templates"
  | "videos"
  | "transcripts"
  | "settings"
  | "log";

type TeamTable<Row extends { tenant_id: string }> = {
  /** Tells a team's rows apart, so that they can be deleted a few at a time. */
  key: keyof Row;
} & (
  | { exportedAs: ExportName; notExported?: never }
  /** What it holds instead of something a team would miss. */
  | { notExported: string; exportedAs?: never }
) & {
    /** Why it is not deleted with the team: it is there for what comes after. */
    outlives?: string;
  };

/**
 * What every table holds about a team: what goes when the team is forgotten, and what it is given before. A table that is
 * not named here does not compile. Deleted from top to bottom; the team's own row goes last.
 */
export const teamTables = {
  links: { key: "subject_id", exportedAs: "personas" },
  personas: { key: "id", exportedAs: "personas" },
  persona_versions: { key: "id", exportedAs: "versions" },
  templates: { key: "id", exportedAs: "templates" },
  videos: { key: "id", exportedAs: "videos" },
  owners: { key: "remote_id", notExported: "what in Tavus is this team's" },
  name_blocks: { key: "block", notExported: "the names once more, for searching" },
  conversations: { key: "id", notExported: "rooms of the last 30 days, of which the log tells" },
  landing_pages: { key: "id", notExported: "pages outside of the last 30 days, of which the log tells" },
  rehearsal_lines: { key: "form_id", notExported: "what was said in the rehearsals of a day" },
  after_calls: { key: "id", exportedAs: "transcripts" },
  usage: { key: "reservation_id", notExported: "how much of the daily limits is used" },
  audit: { key: "id", exportedAs: "log" },
  warnings: { key: "id", notExported: "what fails now or did a short while ago" },
  deliveries: { key: "delivery_id", notExported: "which presses of a day were acted upon" },
  owed: { key: "delivery_id", notExported: "answers that people have not had yet" },
  drafts: { key: "form_id", notExported: "forms of a day that were refused or not sent" },
  sync_runs: { key: "tenant_id", notExported: "how far the latest sync is" },
  platform_state: { key: "name", notExported: "what the bot notes for itself, and keys nobody has checked" },
  tenant_settings: { key: "tenant_id", exportedAs: "settings" },
  tenants: { key: "tenant_id", notExported: "when the bot came, and whether its work rests" },
  forgotten: {
    key: "tenant_id",
    notExported: "that and when the team was forgotten",
    outlives: "for a day it keeps work that began before from writing anything",
  },
  leftovers: {
    key: "subject_id",
    notExported: "what requests under way may still make in Tavus",
    outlives: "it goes when that was removed there, within half an hour",
  },
  installations: {
    key: "tenant_id",
    notExported: "where the app is installed, with the tokens of it",
    outlives: "it goes with the installation, at once: until then the team can begin anew",
  },
} as const satisfies { [table in keyof TeamTables]: TeamTable<TeamTables[table]> };

/** The tables whose rows go with their team. */
export const tablesOfTeam = Object.entries(teamTables).flatMap(([table, about]) =>
  "outlives" in about ? [] : [{ table: table as keyof TeamTables, key: about.key as string }],
);
