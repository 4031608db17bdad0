import type { Channels } from "../chat/channels.ts";
import type { Dispatcher } from "../chat/dispatch/dispatch.ts";
import type { EndedInteraction } from "../chat/dispatch/dispatch-deps.ts";
import type { SendDirect } from "../chat/interaction.ts";
import type { Services } from "../commands/services.ts";
import type { Config } from "../config.ts";
import type { Database } from "../database/opening/connect.ts";
import type { DeliveryStore } from "../database/team/delivery-store.ts";
import type { DraftStore } from "../database/team/draft-store.ts";
import type { SharedInteractions } from "../fleet/shared-interactions.ts";
import type { OutcomeWait } from "../link/await-outcome.ts";
import type { Log } from "../log.ts";
import type { OwedAnswers } from "../owed/owed-answers.ts";
import type { AutoSync } from "../personas/sync/automatic/auto-sync.ts";
import type { TavusClient } from "../tavus/client.ts";
import type { PersonaParts } from "./build-personas.ts";
import type { Records } from "./build-records.ts";
import type { TeamParts } from "./build-team.ts";
import type { BuiltWarnings } from "./build-warnings.ts";
import type { AfterCallParts } from "./kinds/build-after-calls.ts";
import type { ConversationParts } from "./kinds/build-conversations.ts";
import type { LandingPageParts } from "./kinds/build-landing-pages.ts";
import type { VideoParts } from "./kinds/build-videos.ts";
import type { TeamEvents } from "./team-events.ts";

export type PartsOptions = {
  config: Config;
  database: Database;
  tavus: TavusClient;
  log: Log;
  /** The platforms' side; they are built later, on what is built here. */
  channelsOf(tenantId: string): Channels | undefined;
  sendDirectFor(tenantId: string): SendDirect | undefined;
  outcomeWait?: OutcomeWait;
  /** The pauses between questions for an answer in a rehearsal, in ms. */
  answerPausesMs?: readonly number[];
  /** Told of every interaction when it has ended. */
  onEnded?: ((ended: EndedInteraction) => void) | undefined;
  /** The processes that may have an interaction too. */
  others?: SharedInteractions | undefined;
  /** This process, where several share the database. */
  instance?: string | undefined;
};

/** Everything of the bot but the platforms, none of it started. */
export type Parts = TeamParts &
  PersonaParts &
  ConversationParts &
  AfterCallParts &
  VideoParts &
  LandingPageParts &
  BuiltWarnings & {
    records: Records;
    services: Services;
    dispatcher: Dispatcher;
    drafts: DraftStore;
    deliveries: DeliveryStore;
    owed: OwedAnswers;
    events: TeamEvents;
    autoSync: AutoSync;
    /** Who may know an address that Tavus calls, by the hash of its token. */
    callbacks: readonly ((tokenHash: string) => Promise<boolean>)[];
  };
