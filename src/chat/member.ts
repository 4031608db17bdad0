export type Platform = "discord" | "slack";

/** One Discord guild or one Slack workspace: `discord:<guild id>` or `slack:<team id>`. */
export type TenantId = `${Platform}:${string}`;

export type Role = "member" | "manager" | "admin";

/** What a command asks of the person who uses it; `author` may make personas and change their own. */
export type Access = Role | "author";

/** Who acts. */
export type Member = {
  tenantId: TenantId;
  platform: Platform;
  userId: string;
  /** BCP 47, as the platform reports it, such as `en-GB`. */
  locale: string;
  /** Known at once on Discord. On Slack it takes a question to the Web API. */
  role(): Promise<Role>;
};

export function tenantIdOf(platform: Platform, id: string): TenantId {
  return `${platform}:${id}`;
}
