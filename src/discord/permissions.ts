import { PermissionFlagsBits } from "discord.js";
import { z } from "zod";

export const embedLinks = "Embed Links";

/** What a message of ours in a channel takes, with the names that Discord's settings show, in the order to mend them. */
export const postingPermissions = [
  { bit: PermissionFlagsBits.ViewChannel, name: "View Channel" },
  { bit: PermissionFlagsBits.SendMessages, name: "Send Messages" },
  { bit: PermissionFlagsBits.EmbedLinks, name: embedLinks },
] as const;

export const postingNames = postingPermissions.map(({ name }) => name);
/** For a message with a file, too. */
export const attachFiles = "Attach Files";

const bits = z.string().regex(/^\d+$/).transform(BigInt);

const overwriteSchema = z.object({ id: z.string(), allow: bits, deny: bits });
export const overwritesSchema = z.array(overwriteSchema).default([]);
/** A role with `bot_id` is a bot's own: https://discord.com/developers/docs/topics/permissions#role-object */
const roleSchema = z.object({
  id: z.string(),
  permissions: bits,
  name: z.string().default(""),
  tags: z.object({ bot_id: z.string().optional() }).optional(),
});
export const rolesSchema = z.array(roleSchema);

type Overwrite = z.output<typeof overwriteSchema>;

/** One member of a guild, its roles, and what one of the guild's channels says about them. */
export type Standing = {
  guildId: string;
  memberId: string;
  /** The member's own, without @everyone. */
  roleIds: readonly string[];
  /** Every role of the guild. */
  roles: readonly Pick<z.output<typeof roleSchema>, "id" | "permissions">[];
  overwrites: readonly Overwrite[];
};

/**
 * What a member may do in a channel, as a bit set: roles together, then the channel's words on @everyone, on the
 * member's roles, on the member. https://discord.com/developers/docs/topics/permissions#permission-overwrites
 */
export function permissionsIn({ guildId, memberId, roleIds, roles, overwrites }: Standing): bigint {
  // @everyone is a role with the guild's own id.
  const held = roles.filter(({ id }) => id === guildId || roleIds.includes(id));
  const base = held.reduce((sum, { permissions }) => sum | permissions, 0n);
  if (base & PermissionFlagsBits.Administrator) return base;
  const layers = [
    overwrites.filter(({ id }) => id === guildId),
    overwrites.filter(({ id }) => id !== guildId && roleIds.includes(id)),
    overwrites.filter(({ id }) => id === memberId),
  ];
  return layers.reduce(applyLayer, base);
}

/** Whatever one overwrite of a layer allows is allowed. */
function applyLayer(permissions: bigint, layer: readonly Overwrite[]): bigint {
  const denied = layer.reduce((sum, { deny }) => sum | deny, 0n);
  const allowed = layer.reduce((sum, { allow }) => sum | allow, 0n);
  return (permissions & ~denied) | allowed;
}

/** Names of what is missing for posting; nothing is missing to an administrator. */
export function missingForPosting(permissions: bigint): string[] {
  return missingOf(permissions, postingPermissions);
}

/** Names of those that are missing. */
export function missingOf(permissions: bigint, needed: readonly { bit: bigint; name: string }[]): string[] {
  if (permissions & PermissionFlagsBits.Administrator) return [];
  return needed.filter(({ bit }) => !(permissions & bit)).map(({ name }) => name);
}
