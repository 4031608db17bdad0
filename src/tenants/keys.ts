import { createHash } from "node:crypto";
import type { TavusKey } from "../tavus/key.ts";
import type { OwnKeys } from "./own-keys.ts";

export type { TavusKey };

/** Where it is recorded which guild the operator's key belongs to, when no list says so. */
type GuildRecord = {
  find(): Promise<string | undefined>;
  /** Keeps the first tenant ever set; returns the one that stands. */
  keep(tenantId: string): Promise<string>;
};

export type TenantKeysOptions = {
  operatorKey: string | undefined;
  /** `TAVUS_API_KEY_TENANTS`: the tenants that may use the operator's key; undefined when the variable is not set. */
  operatorTenants: readonly string[] | undefined;
  onlyGuild: GuildRecord;
  /** Keys that teams brought themselves, which go before the operator's; absent where no team can. */
  own?: OwnKeys;
};

/** Whose key a team's calls go out with. `locked`: the team's own, which cannot be read any more. */
export type KeyOwner = "team" | "operator" | "locked" | "none";

export type TenantKeys = ReturnType<typeof createTenantKeys>;

/**
 * Which Tavus key a tenant's calls go out with: the team's own or, where it brought none, the operator's. A team's own
 * that cannot be read any more is not replaced by the operator's: that would be another account. The operator's key
 * never reaches a team by accident: it belongs to the tenants that are listed or, without a list, to the workspace of
 * the operator's Slack token and to the one guild the bot was in when it was first asked. Guilds that come later have
 * none until they bring their own.
 */
export function createTenantKeys({ operatorKey, operatorTenants, onlyGuild, own }: TenantKeysOptions) {
  const key = operatorKey === undefined ? undefined : { value: operatorKey, tag: keyTag(operatorKey) };
  let workspace: string | undefined;
  /** Undefined until Discord has said which guilds the bot is in. */
  let firstGuilds: readonly string[] | undefined;
  let recordedGuild: string | undefined;

  async function isOperatorGuild(tenantId: string): Promise<boolean> {
    recordedGuild ??= await onlyGuild.find();
    // Several guilds and nothing recorded: nobody can tell whose key it is, so it is nobody's. None named at all, and
    // one asks: then it is the only one, whose news has not come yet.
    if (!recordedGuild && firstGuilds?.every((guild) => guild === tenantId)) {
      recordedGuild = await onlyGuild.keep(tenantId);
    }
    return recordedGuild === tenantId;
  }

  /** The guild of the operator's key. Before it has asked for the first time, the only guild is not on record. */
  async function operatorGuild(): Promise<string | undefined> {
    const [first, second] = firstGuilds ?? [];
    return recordedGuild ?? (await onlyGuild.find()) ?? (second === undefined ? first : undefined);
  }

  async function operatorKeyFor(tenantId: string): Promise<TavusKey | undefined> {
    if (!key) return undefined;
    if (operatorTenants) return operatorTenants.includes(tenantId) ? key : undefined;
    if (tenantId.startsWith("slack:")) return tenantId === workspace ? key : undefined;
    return (await isOperatorGuild(tenantId)) ? key : undefined;
  }

  /** The teams the operator's key is meant for, as far as they are known, whether or not they brought their own. */
  async function operatorTeams(): Promise<readonly string[]> {
    if (!key) return [];
    const teams = operatorTenants ?? [workspace, await operatorGuild()];
    return teams.filter((team) => team !== undefined);
  }

  async function keyFor(tenantId: string): Promise<TavusKey | undefined> {
    const brought = await own?.find(tenantId);
    if (brought?.kind === "key") return brought.key;
    return brought?.kind === "locked" ? undefined : operatorKeyFor(tenantId);
  }

  return {
    /** The workspace of `SLACK_BOT_TOKEN`, once Slack has named it. */
    setWorkspace(tenantId: string): void {
      workspace = tenantId;
    },

    /** All guilds the bot is in, at every change; the first that are named at all decide. */
    setGuilds(tenantIds: readonly string[]): void {
      if (!firstGuilds?.length) firstGuilds = tenantIds;
    },

    /** Other tenants whose calls go out with the same key, so that they share one Tavus account. */
    async sharersOf(tenantId: string): Promise<readonly string[]> {
      const shared = await keyFor(tenantId);
      if (!shared) return [];
      const brought = (await own?.sharersOf(tenantId, shared.tag)) ?? [];
      // A team may have brought the very key that is the operator's.
      const others = shared.tag === key?.tag ? await operatorTeams() : [];
      return [...new Set([...brought, ...others])].filter((other) => other !== tenantId);
    },

    /** The teams that may use the operator's key; `isListed`: the operator has named them. */
    async operatorUse(): Promise<{ tag: string; teams: readonly string[]; isListed: boolean } | undefined> {
      return key && { tag: key.tag, teams: await operatorTeams(), isListed: operatorTenants !== undefined };
    },

    keyFor,

    /** The key that a forgotten team's calls went out with; `sealed` where it was the team's own. */
    keyOnce(tenantId: string, { tag, sealed }: { tag?: string | undefined; sealed?: string | undefined }) {
      if (sealed === undefined) return key && key.tag === tag ? key : undefined;
      const value = own?.open(tenantId, sealed);
      return value === undefined ? undefined : { value, tag: keyTag(value) };
    },

    /**
     * Whether it shows yet whose key a team without its own uses. Until the platforms have said at a start which teams the
     * bot is in, a team that has none now may turn out to use the operator's.
     */
    async isSettled(tenantId: string): Promise<boolean> {
      if (!key || operatorTenants || (await keyFor(tenantId))) return true;
      return tenantId.startsWith("slack:") ? workspace !== undefined : firstGuilds !== undefined;
    },

    async ownerFor(tenantId: string): Promise<KeyOwner> {
      const brought = await own?.find(tenantId);
      if (brought?.kind === "key") return "team";
      if (brought?.kind === "locked") return "locked";
      return (await operatorKeyFor(tenantId)) ? "operator" : "none";
    },
  };
}

/** First 12 hex digits of the key's SHA-256. */
export function keyTag(key: string): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 12);
}
