import { type Platform, type Role, tenantIdOf } from "../../../src/chat/member.ts";
import { guild, workspace } from "../persona-bot.ts";

/** One of the teams of a walk. */
export type Team = {
  tenantId: ReturnType<typeof tenantIdOf>;
  /** What stands in its place, so that worlds can be compared. */
  label: string;
  userIds: { [role in Role]: string };
  hasOperatorsKey: boolean;
  /** What its people type in place of this: nobody else may read it. */
  typed(text: string): string;
  secret: string;
};

const tenants = {
  slack: [workspace, tenantIdOf("slack", "T2")],
  discord: [guild, tenantIdOf("discord", "200")],
};

export function teamsOf(platform: Platform, count: number): Team[] {
  return tenants[platform].slice(0, count).map((tenantId, index) => {
    const suffix = index === 0 ? "" : String(index + 1);
    const secret = `Of team ${index} alone.`;
    return {
      tenantId,
      label: `⟨team ${index}⟩`,
      userIds: { admin: `UADMIN${suffix}`, manager: `UMANAGER${suffix}`, member: `UMEMBER${suffix}` },
      // The second brings its own, where it has any.
      hasOperatorsKey: index === 0,
      typed: (text) => (count > 1 && (text === "You help." || text === "You are Bo.") ? secret : text),
      secret,
    };
  });
}
