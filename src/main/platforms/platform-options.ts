import type { Dispatch } from "../../chat/interaction.ts";
import type { Config } from "../../config.ts";
import type { ShardStore } from "../../database/fleet/shard-store.ts";
import type { InstallationStore } from "../../database/installation/installation-store.ts";
import type { DeliveryStore } from "../../database/team/delivery-store.ts";
import type { StateStore } from "../../database/team/state-store.ts";
import type { Log } from "../../log.ts";
import type { Preview } from "../../slack/previews/listen-to-links.ts";
import type { TenantKeys } from "../../tenants/keys.ts";
import type { Serving } from "../fleet/serving.ts";
import type { TeamEvents } from "../team-events.ts";

/** What a platform's bot is built on. */
export type PlatformOptions = {
  config: Config;
  log: Log;
  state: StateStore;
  serving: Pick<Serving, "addWorkspace">;
  keys: TenantKeys;
  events: TeamEvents;
  dispatch: Dispatch;
  /** What a link to a persona shows in Slack. */
  preview: Preview;
  /** Undefined without ENCRYPTION_KEYS. */
  installations: InstallationStore | undefined;
  deliveries: Pick<DeliveryStore, "reserve">;
  /** The clock of the database. */
  now(): number;
  /** Shares Discord's shards out between processes; absent where there is one. */
  shards: ShardStore | undefined;
  /** A platform has said which teams the bot is in, and the keys know. */
  teamsKnown(): void;
};
