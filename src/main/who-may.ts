import type { Access, Member, Refusal } from "../chat/member.ts";
import { areAllUnusable, unusableManagersOf } from "../commands/persona-setup/unusable-managers.ts";
import type { Services } from "../commands/services.ts";
import { refusalFor, strangerSentence, teamRole } from "../tenants/roles.ts";
import type { TeamSettings } from "../tenants/settings.ts";
import { oneAfterAnother } from "../warnings/try-again.ts";

/** The member with the role that the team has given them. `isShared`: other processes may change what the team has set. */
export function asTeamMember(settings: TeamSettings, member: Member, isShared: boolean): Member {
  const { tenantId } = member;
  return {
    ...member,
    role: async () => teamRole(member, (await settings.of(tenantId)).managers),
    anew() {
      // Another process may have changed who is a manager; what was changed here shows at once.
      if (isShared) settings.forget(tenantId);
      return asTeamMember(settings, member.anew(), isShared);
    },
  };
}

/**
 * Why this member may not do this, and who may; undefined when they may. The one answer to it, whether a command, a button
 * or a form asks before it does something, or a card asks which buttons to show. The member is one of `asTeamMember`.
 */
export async function refusal(
  settings: TeamSettings,
  member: Member,
  access: Access,
): Promise<Refusal | undefined> {
  if (await member.isStranger()) return { sentence: strangerSentence };
  if (access === "member") return undefined;
  const { managers, talkFor, videoFor } = await settings.of(member.tenantId);
  const { platform, adminsOf } = member;
  const rights = { hasManagers: managers.length > 0, talkFor, videoFor, platform, adminsOf };
  const sentence = await refusalFor(member.role, access, rights);
  if (!sentence) return undefined;
  const kind = platform === "discord" ? "role" : "person";
  return { sentence, ...(access === "admin" ? {} : { who: managers.map((id) => ({ kind, id })) }) };
}

/**
 * The same, where it is said to the person: of those who may only whoever can, for nobody is helped by being sent to somebody who is
 * refused as well.
 */
export async function refusalSaid(
  { settings, channelsOf }: Pick<Services, "settings" | "channelsOf">,
  member: Member,
  access: Access,
): Promise<Refusal | undefined> {
  const refused = await refusal(settings, member, access);
  if (!refused?.who || refused.who.length === 0) return refused;
  const { managers } = await settings.of(member.tenantId);
  const unusable = await unusableManagersOf({ channelsOf }, member.tenantId, { managers });
  if (areAllUnusable(managers, unusable)) return { sentence: oneAfterAnother(refused.sentence, nobodyCan) };
  return { ...refused, who: refused.who.filter(({ id }) => !unusable.some((one) => one.id === id)) };
}

const nobodyCan =
  "Nobody who was named as a manager can manage any more: ask an admin to name others with /persona-setup.";
