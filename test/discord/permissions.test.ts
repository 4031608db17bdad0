import { PermissionFlagsBits } from "discord.js";
import { expect, test } from "vitest";
import { missingForPosting, permissionsIn } from "../../src/discord/permissions.ts";

const guildId = "100000000000000001";
const memberId = "100000000000000002";
const roleId = "100000000000000003";
const { Administrator, EmbedLinks, SendMessages, ViewChannel } = PermissionFlagsBits;
const everything = ViewChannel | SendMessages | EmbedLinks;

/** A bot whose one role grants nothing, in a channel that says nothing of its own. */
function aStanding(changes: { everyone?: bigint; role?: bigint; overwrites?: [string, bigint, bigint][] }) {
  return {
    guildId,
    memberId,
    roleIds: [roleId],
    roles: [
      { id: guildId, permissions: changes.everyone ?? 0n },
      { id: roleId, permissions: changes.role ?? 0n },
      { id: "100000000000000004", permissions: Administrator },
    ],
    overwrites: (changes.overwrites ?? []).map(([id, allow, deny]) => ({ id, allow, deny })),
  };
}

test.each<[string, Parameters<typeof aStanding>[0], string[]]>([
  ["what everyone may do counts", { everyone: everything }, []],
  ["what the bot's role may do counts", { role: everything }, []],
  ["another role's rights do not", {}, ["View Channel", "Send Messages", "Embed Links"]],
  [
    "a channel may take from everyone",
    { everyone: everything, overwrites: [[guildId, 0n, SendMessages]] },
    ["Send Messages"],
  ],
  [
    "and give back to the bot's role",
    {
      everyone: everything,
      overwrites: [
        [guildId, 0n, ViewChannel],
        [roleId, ViewChannel, 0n],
      ],
    },
    [],
  ],
  [
    "the word on the bot itself is the last",
    {
      everyone: everything,
      overwrites: [
        [roleId, EmbedLinks, 0n],
        [memberId, 0n, EmbedLinks],
      ],
    },
    ["Embed Links"],
  ],
  [
    "an administrator is never kept out",
    { role: Administrator, overwrites: [[memberId, 0n, everything]] },
    [],
  ],
])("%s", (_rule, standing, missing) => {
  expect(missingForPosting(permissionsIn(aStanding(standing)))).toEqual(missing);
});
