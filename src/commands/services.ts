import type { Channels } from "../chat/channels.ts";
import type { Access, Member, Refusal } from "../chat/member.ts";
import type { Reservations } from "../chat/reservations.ts";
import type { Transcripts } from "../conversations/after/follow-up.ts";
import type { Conversations } from "../conversations/conversations.ts";
import type { Rehearsals } from "../conversations/rehearsal/rehearsal.ts";
import type { LandingPages } from "../landing-pages/landing-pages.ts";
import type { Personas } from "../personas/personas.ts";
import type { Templates } from "../personas/templates.ts";
import type { TeamReplicas } from "../replicas/team-replicas.ts";
import type { Audit } from "../tenants/audit.ts";
import type { ExportPart } from "../tenants/export-team.ts";
import type { TeamLife } from "../tenants/life.ts";
import type { Limits } from "../tenants/limits.ts";
import type { TeamSettings } from "../tenants/settings.ts";
import type { TeamKeys } from "../tenants/team-keys.ts";
import type { Videos } from "../videos/videos.ts";
import type { Warnings } from "../warnings/warnings.ts";

/** What commands work with; main builds it. */
export type Services = {
  personas: Personas;
  /** Those of teams, beside the ones that are built in. */
  templates: Templates;
  conversations: Conversations;
  rehearsals: Rehearsals;
  /** Transcripts that are kept. */
  transcripts: Transcripts;
  videos: Videos;
  landingPages: LandingPages;
  replicas: TeamReplicas;
  settings: TeamSettings;
  teamKeys: TeamKeys;
  /** Undefined: this team's platform is not running. */
  channelsOf(tenantId: string): Channels | undefined;
  /** Effects outside the process that a second delivery of the same interaction must not repeat. */
  deliveries: Reservations;
  /**
   * Why somebody may not do this, for a card that shows only what they may. What a command or a button does is refused by
   * its own `access` already, asked anew.
   */
  mayUse(member: Member, access: Access): Promise<Refusal | undefined>;
  life: TeamLife;
  warnings: Warnings;
  limits: Limits;
  audit: Audit;
  /** What runs here; `migration` is the database's newest. */
  program: { name: string; version: string; node: string; database: string; migration: string };
  /** What people have yet to do on the platform's own pages since the program was changed. */
  appUpdate: {
    notice(tenantId: string): Promise<string | undefined>;
    /** Somebody says that it is done. */
    done(tenantId: string): Promise<void>;
  };
  /** A link to a persona that shows a card of it in Slack; absent where none does. */
  linkTo?: ((id: string) => string) | undefined;
  /** Everything a team has here, part by part; "" begins. */
  exportTeam(tenantId: string, from: string): Promise<ExportPart>;
  /** Tavus's newer vocabulary does not create a persona without a replica. */
  isReplicaRequired: boolean;
  /** Models to offer, by the operator's list; Tavus may host others. */
  models: readonly string[];
  /** Unix ms. */
  now(): number;
};
