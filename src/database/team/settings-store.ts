import { z } from "zod";
import type { Database } from "../opening/connect.ts";
import { readTemplateNames, templateNames } from "../persona/template-names.ts";
import { isoTime } from "../times.ts";
import { type CallSettings, callColumnsOf, callSettingsFrom, emptyCallRow } from "./call-settings.ts";
import { readTeamPrompt, type TeamPrompt } from "./team-prompt.ts";
import type { TenantSettingsRow } from "./team-rows.ts";
import { settledTopics } from "./warnings/settled-topics.ts";
import { createWarningStore } from "./warnings/warning-store.ts";

/** What one key was seen to open: personas and replicas of the account's own. */
export type KeySight = { personas: number; replicas: number };

/** A team's own Tavus key, its value encrypted. Times are UTC ISO-8601. */
export type StoredKey = {
  sealed: string;
  tag: string;
  lastFour: string;
  setBy: string;
  setAt: string;
  /** When Tavus last took it; null: never asked. */
  checkedAt: string | null;
  sees: KeySight | null;
};

/** What a team has set; all of it is optional. */
export type Settings = CallSettings & {
  tenantId: string;
  key: StoredKey | null;
  channel: { id: string; setBy: string; closedAt: string | null } | null;
  defaultReplicaId: string | null;
  /** Role ids (Discord) or user ids (Slack). */
  managers: readonly string[];
  /** Limits that differ from the defaults, by name. */
  limits: { readonly [name: string]: number };
  autoSync: { hours: number; nextAt: string } | null;
  teamPrompt: TeamPrompt;
  /** The names of the team's own templates, in order. */
  templates: readonly string[];
};

/** What changes; what is absent stays as it is. */
export type SettingsChange = Partial<Omit<Settings, "tenantId" | "templates">>;

export type SettingsStore = ReturnType<typeof createSettingsStore>;

const sightSchema = z.object({ personas: z.number(), replicas: z.number() });
const managersSchema = z.array(z.string());
const limitsSchema = z.record(z.string(), z.number());

/** One row for each team that has set anything. */
export function createSettingsStore(database: Database) {
  const { kysely } = database;
  const nowIso = () => isoTime(database.now());

  async function write(on: Database["kysely"], tenantId: string, change: SettingsChange): Promise<void> {
    const columns = { ...columnsOf(change), updated_at: nowIso() };
    await on
      .insertInto("tenant_settings")
      .values({ ...emptyRow, tenant_id: tenantId, ...columns })
      .onConflict((conflict) => conflict.column("tenant_id").doUpdateSet(columns))
      .execute();
  }

  return {
    async find(tenantId: string): Promise<Settings | undefined> {
      const row = await kysely
        .selectFrom("tenant_settings")
        .selectAll()
        .select(templateNames(tenantId).as("template_names"))
        .where("tenant_id", "=", tenantId)
        .executeTakeFirst();
      return row && { ...settingsFrom(row), templates: readTemplateNames(row.template_names) };
    },

    /** In one commit with what it means for the team's warnings: a process that died in between would leave them as they were, for good. */
    async change(tenantId: string, change: SettingsChange): Promise<void> {
      const over = topicsEndedBy(change);
      if (over.length === 0) return write(kysely, tenantId, change);
      await kysely.transaction().execute(async (on) => {
        await write(on, tenantId, change);
        const warnings = createWarningStore({ ...database, kysely: on });
        await warnings.resolve(tenantId, over);
        if (change.channel) await warnings.repost(tenantId);
      });
    },

    /** False: somebody noted it before, or the team has another channel by now. */
    async channelClosed(tenantId: string, channelId: string): Promise<boolean> {
      const result = await kysely
        .updateTable("tenant_settings")
        .set({ channel_closed_at: nowIso() })
        .where("tenant_id", "=", tenantId)
        .where("channel_id", "=", channelId)
        .where("channel_closed_at", "is", null)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },
  };
}

/** A channel anew, or none, and no automatic sync any more. */
function topicsEndedBy({ channel, autoSync }: SettingsChange): string[] {
  return [
    ...(channel === undefined ? [] : [settledTopics.channel]),
    ...(autoSync === null ? [settledTopics.autoSync] : []),
  ];
}

/** A team that has set nothing. */
export const emptyRow: Omit<TenantSettingsRow, "tenant_id" | "updated_at"> = {
  key_sealed: null,
  key_tag: null,
  key_last_four: null,
  key_set_by: null,
  key_set_at: null,
  key_checked_at: null,
  key_sees_json: null,
  channel_id: null,
  channel_set_by: null,
  channel_closed_at: null,
  replica_id: null,
  managers_json: "[]",
  limits_json: "{}",
  sync_hours: null,
  next_sync_at: null,
  team_prompt_json: null,
  ...emptyCallRow,
};

function columnsOf(change: SettingsChange): Partial<TenantSettingsRow> {
  const { key, channel, defaultReplicaId, managers, limits, autoSync, teamPrompt } = change;
  return {
    ...(key === undefined ? {} : keyColumns(key)),
    ...(channel === undefined
      ? {}
      : {
          channel_id: channel?.id ?? null,
          channel_set_by: channel?.setBy ?? null,
          channel_closed_at: channel?.closedAt ?? null,
        }),
    ...(defaultReplicaId === undefined ? {} : { replica_id: defaultReplicaId }),
    ...(managers === undefined ? {} : { managers_json: JSON.stringify(managers) }),
    ...(limits === undefined ? {} : { limits_json: JSON.stringify(limits) }),
    ...(autoSync === undefined
      ? {}
      : { sync_hours: autoSync?.hours ?? null, next_sync_at: autoSync?.nextAt ?? null }),
    ...(teamPrompt === undefined ? {} : { team_prompt_json: JSON.stringify(teamPrompt) }),
    ...callColumnsOf(change),
  };
}

function keyColumns(key: StoredKey | null) {
  return {
    key_sealed: key?.sealed ?? null,
    key_tag: key?.tag ?? null,
    key_last_four: key?.lastFour ?? null,
    key_set_by: key?.setBy ?? null,
    key_set_at: key?.setAt ?? null,
    key_checked_at: key?.checkedAt ?? null,
    key_sees_json: key?.sees ? JSON.stringify(key.sees) : null,
  };
}

function settingsFrom(row: TenantSettingsRow): Omit<Settings, "templates"> {
  return {
    tenantId: row.tenant_id,
    key: keyFrom(row),
    channel:
      row.channel_id === null
        ? null
        : { id: row.channel_id, setBy: row.channel_set_by ?? "", closedAt: row.channel_closed_at },
    defaultReplicaId: row.replica_id,
    managers: managersSchema.parse(JSON.parse(row.managers_json)),
    limits: limitsSchema.parse(JSON.parse(row.limits_json)),
    autoSync:
      row.sync_hours === null || row.next_sync_at === null
        ? null
        : { hours: row.sync_hours, nextAt: row.next_sync_at },
    teamPrompt: readTeamPrompt(row.team_prompt_json),
    ...callSettingsFrom(row),
  };
}

function keyFrom(row: TenantSettingsRow): StoredKey | null {
  if (row.key_sealed === null || row.key_tag === null) return null;
  return {
    sealed: row.key_sealed,
    tag: row.key_tag,
    lastFour: row.key_last_four ?? "",
    setBy: row.key_set_by ?? "",
    setAt: row.key_set_at ?? "",
    checkedAt: row.key_checked_at,
    sees: row.key_sees_json === null ? null : sightSchema.parse(JSON.parse(row.key_sees_json)),
  };
}
