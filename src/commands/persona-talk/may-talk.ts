import type { Context } from "../../chat/command.ts";
import { UserError } from "../../errors.ts";
import type { Settings } from "../../tenants/settings.ts";
import type { Services } from "../services.ts";

/** Who may open rooms: everybody within the limits, unless the team keeps that for those who manage personas. Throws UserError. */
export async function requireMayTalk({
  services,
  member,
}: Pick<Context<Services>, "services" | "member">): Promise<void> {
  const settings: Settings & { talkFor?: "members" | "managers" } = await services.settings.of(
    member.tenantId,
  );
  if (settings.talkFor !== "managers" || (await member.role()) !== "member") return;
  throw new UserError(
    "In this team only those who manage personas open rooms. Ask one of them, or somebody who manages this server or workspace: /persona-setup changes it.",
  );
}
