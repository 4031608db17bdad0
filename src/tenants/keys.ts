import { createHash } from "node:crypto";
import type { TavusKey } from "../tavus/key.ts";
import { noteOfGuild, type OperatorUse, operatorUse } from "./operator-use.ts";
import type { OwnKeys } from "./own-keys.ts";

export type { TavusKey };

/** Where it is noted which guild the operator's key belongs to, when no list says so. */
type GuildRecord = {
  find(): Promise<string | undefined>;
  /** Keeps the first note ever made, a tenant or that there were several; returns the one that stands. */
  keep(note: string): Promise<string>;
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

/** Whether there is a key that a call can go out with. */
export function isKeyThere(owner: KeyOwner): boolean {
  return owner === "team" || owner === "operator";
}

export type TenantKeys = ReturnType<typeof createTenantKeys>;

/**
 * Which Tavus key a tenant's calls go out with: the team's own or, where it brought none, the operator's. A team's own
 * that cannot be read any more is not replaced by the operator's: that would be another account. The operator's key
 * never reaches a team by accident: it belongs to the tenants that are listed or, without a list, to the workspace of
 * the operator's Slack token and to the one guild the bot was in when it first connected with the key. Of several none has it.
 * Guilds that come later have none until they bring their own, and neither have those that only use its commands.
 */
export function createTenantKeys({ operatorKey, operatorTenants, onlyGuild, own }: TenantKeysOptions) {
  const key = operatorKey === undefined ? undefined : { value: operatorKey, tag: keyTag(operatorKey) };
  let workspace: string | undefined;
  /** Whether it shows which workspace that is, or that it is none. */
  let isWorkspaceKnown = false;
  /** Undefined until Discord has said which guilds the bot is in. */
  let firstGuilds: readonly string[] | undefined;
  let guilds: readonly string[] | undefined;
  let notedGuild: string | undefined;

  /** Notes the guild of the operator's key as soon as it shows which that is, so that no restart decides it anew. */
  async function noteGuild(): Promise<string | undefined> {
    notedGuild ??= await onlyGuild.find();
    const note = noteOfGuild({ notedGuild, guilds: firstGuilds });
    if (notedGuild === undefined && note !== undefined) notedGuild = await onlyGuild.keep(note);
    return notedGuild;
  }

  async function use(): Promise<OperatorUse> {
    if (operatorTenants) return operatorUse({ listed: operatorTenants, ...nowhere });
    await noteGuild();
    return operatorUse({ listed: undefined, workspace, notedGuild, guilds });
  }

  async function operatorKeyFor(tenantId: string): Promise<TavusKey | undefined> {
    if (!key) return undefined;
    if (operatorTenants) return operatorTenants.includes(tenantId) ? key : undefined;
    if (tenantId.startsWith("slack:")) return tenantId === workspace ? key : undefined;
    return (await noteGuild()) === tenantId ? key : undefined;
  }

  async function keyFor(tenantId: string): Promise<TavusKey | undefined> {
    const brought = await own?.find(tenantId);
    if (brought?.kind === "key") return brought.key;
    return brought?.kind === "locked" ? undefined : operatorKeyFor(tenantId);
  }

  /** Whose key a team uses that has brought none, or takes its own away. */
  async function ownerWithoutOwn(tenantId: string): Promise<KeyOwner> {
    return (await operatorKeyFor(tenantId)) ? "operator" : "none";
  }

  return {
    /** The workspace of `SLACK_BOT_TOKEN`, once Slack has named it; undefined: people install the app, and it is none. */
    setWorkspace(tenantId: string | undefined): void {
      workspace = tenantId;
      isWorkspaceKnown = true;
    },

    /** All guilds the bot is in, at every change; the first that are named at all decide. */
    setGuilds(tenantIds: readonly string[]): void {
      guilds = tenantIds;
      if (!firstGuilds?.length) firstGuilds = tenantIds;
    },

    /** Whom the operator's key is for, as far as they are known, whether or not they brought their own. */
    async operatorUse(): Promise<(OperatorUse & { tag: string }) | undefined> {
      return key && { tag: key.tag, ...(await use()) };
    },

    keyFor,

    /**
     * The key for what was made under the key of this tag: that very key, where the team or the operator still has it, for under
     * another one it may not be there; else the team's of now.
     */
    async keyMadeWith(tenantId: string, tag: string | undefined): Promise<TavusKey | undefined> {
      const present = await keyFor(tenantId);
      return key && key.tag === tag && present?.tag !== tag ? key : present;
    },

    /**
     * The keys that a team's calls may have gone out with: its own, and the operator's where that was or is the team's. None while its
     * own cannot be read, for the other one tells only half of it.
     */
    async keysEver(tenantId: string): Promise<TavusKey[]> {
      const present = await keyFor(tenantId);
      return present ? eachOnce([present, await operatorKeyFor(tenantId)]) : [];
    },

    /** The same of a forgotten team: its own where it is kept `sealed`, and the operator's: of this tag, or where that was the team's too. */
    async keysOnce(
      tenantId: string,
      { tag, sealed }: { tag?: string | undefined; sealed?: string | undefined },
    ): Promise<TavusKey[]> {
      const value = sealed === undefined ? undefined : own?.open(tenantId, sealed);
      const brought = value === undefined ? undefined : { value, tag: keyTag(value) };
      const operators = key && key.tag === tag ? key : await operatorKeyFor(tenantId);
      return eachOnce([brought, operators]);
    },

    /**
     * Whether it shows yet whose key a team without its own uses. Until the platforms have said at a start which teams the
     * bot is in, a team that has none now may turn out to use the operator's.
     */
    async isSettled(tenantId: string): Promise<boolean> {
      if (!key || operatorTenants || (await keyFor(tenantId))) return true;
      return tenantId.startsWith("slack:") ? isWorkspaceKnown : firstGuilds !== undefined;
    },

    async ownerFor(tenantId: string): Promise<KeyOwner> {
      const brought = await own?.find(tenantId);
      if (brought?.kind === "key") return "team";
      if (brought?.kind === "locked") return "locked";
      return ownerWithoutOwn(tenantId);
    },

    ownerWithoutOwn,
  };
}

const nowhere = { workspace: undefined, notedGuild: undefined, guilds: undefined };

/** First 12 hex digits of the key's SHA-256. */
export function keyTag(key: string): string {
  return createHash("sha256").update(key).digest("hex").substring(0, 12);
}

function eachOnce(keys: readonly (TavusKey | undefined)[]): TavusKey[] {
  const known = keys.filter((key) => key !== undefined);
  return known.filter(({ tag }, index) => index === known.findIndex((key) => key.tag === tag));
}
