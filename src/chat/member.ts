import type { Mention } from "./mention.ts";

export const platforms = ["discord", "slack"] as const;
export type Platform = (typeof platforms)[number];

/** One Discord guild or one Slack workspace: `discord:<guild id>` or `slack:<team id>`. */
export type TenantId = `${Platform}:${string}`;

export type Role = "member" | "manager" | "admin";

/**
 * What a command or a button asks of the person who uses it; `author` may make personas and change their own, `talk` and
 * `video` are for those to whom the team gives them.
 */
export type Access = Role | "author" | "talk" | "video";

/** Why somebody may not do something, as a sentence that says who may, and who that is. */
export type Refusal = { sentence: string; who?: readonly Mention[] };

/** Who acts. */
export type Member = {
  tenantId: TenantId;
  platform: Platform;
  userId: string;
  /** BCP 47, as the platform reports it, such as `en-GB`. */
  locale: string;
  /**
   * Known at once on Discord. On Slack it takes a question to the Web API. From the platform itself never "manager":
   * whom a team has named, dispatch adds.
   */
  role(): Promise<Role>;
  /** Whose admins are known here, where that is not the team: where Slack's app is a whole organization's, its own alone. */
  adminsOf?: "organization" | undefined;
  /** What a team names in setup to make this person a manager: the ids of their roles (Discord), their own id (Slack). */
  grants: readonly string[];
  /** Slack guests are never managers; waits for what `role` waits for. */
  isGuest(): Promise<boolean>;
  /**
   * Of another team, though in a channel of this one (Slack Connect): such a person may do nothing here. Waits for what
   * `role` waits for, and rejects with UserError where the platform does not say.
   */
  isStranger(): Promise<boolean>;
  /** The same person, none of whose rights is remembered from before: for what has an effect. */
  anew(): Member;
};

export function tenantIdOf(platform: Platform, id: string): TenantId {
  return `${platform}:${id}`;
}

/** The mirror of `tenantIdOf`: where a tenant is, and its id there. Undefined: on no platform that the bot knows. */
export function readTenantId(tenantId: string): { platform: Platform; id: string } | undefined {
  const platform = platforms.find((name) => tenantId.startsWith(`${name}:`));
  return platform && { platform, id: tenantId.slice(platform.length + 1) };
}
