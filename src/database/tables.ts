import type { AfterCallRow } from "./conversation/after-call-row.ts";
import type { ConversationRow } from "./conversation/conversation-row.ts";
import type { RehearsalLineRow } from "./conversation/rehearsal-row.ts";
import type { FleetTables } from "./fleet/fleet-tables.ts";
import type { ForgottenRow, LeftoverRow } from "./forgotten/forgotten-rows.ts";
import type { InstallationRow } from "./installation/installation-row.ts";
import type { LandingPageRow } from "./landing-page/landing-page-row.ts";
import type { LinkRow, OwnerRow } from "./link/link-row.ts";
import type { NameBlockRow, PersonaRow } from "./persona/persona-row.ts";
import type { TemplateRow } from "./persona/template-row.ts";
import type { PersonaVersionRow } from "./persona/version-row.ts";
import type {
  AuditRow,
  DeliveryRow,
  DraftRow,
  OwedRow,
  PlatformStateRow,
  SyncRunRow,
  TenantRow,
  TenantSettingsRow,
  UsageRow,
  WarningRow,
} from "./team/team-rows.ts";
import type { VideoRow } from "./video/video-row.ts";

/**
 * The rows as they lie in the database, the same on SQLite and PostgreSQL. Times are UTC ISO-8601 text with
 * milliseconds, so they sort as text; flags are 0 or 1; lists are JSON text. Every row carries its tenant, but those of the
 * processes.
 */
export type Tables = TeamTables & FleetTables;

/** What there is about teams. */
export type TeamTables = {
  personas: PersonaRow;
  persona_versions: PersonaVersionRow;
  templates: TemplateRow;
  name_blocks: NameBlockRow;
  links: LinkRow;
  owners: OwnerRow;
  tenants: TenantRow;
  drafts: DraftRow;
  deliveries: DeliveryRow;
  owed: OwedRow;
  platform_state: PlatformStateRow;
  sync_runs: SyncRunRow;
  tenant_settings: TenantSettingsRow;
  warnings: WarningRow;
  audit: AuditRow;
  after_calls: AfterCallRow;
  rehearsal_lines: RehearsalLineRow;
  usage: UsageRow;
  forgotten: ForgottenRow;
  leftovers: LeftoverRow;
  conversations: ConversationRow;
  videos: VideoRow;
  landing_pages: LandingPageRow;
  installations: InstallationRow;
};
