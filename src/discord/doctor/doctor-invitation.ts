import { ApplicationIntegrationType } from "discord.js";
import { z } from "zod";
import { bad, type Finding, good } from "../../finding.ts";
import { portal } from "../connection/http/own-application.ts";

/** What decides whether a link invites the bot: https://docs.discord.com/developers/resources/application#application-object */
export const invitableSchema = z.object({
  id: z.string(),
  bot_public: z.boolean().optional(),
  bot_require_code_grant: z.boolean().optional(),
  integration_types_config: z.record(z.string(), z.unknown()).nullish(),
});
type Invitable = z.output<typeof invitableSchema>;

export function examineInvitation(application: Invitable): Finding {
  const { id, bot_public: isPublic, bot_require_code_grant: isLocked } = application;
  if (isLocked) {
    return bad(
      "Invitation",
      "The application requires an OAuth2 code grant, so no link can invite the bot.",
      `Switch "Requires OAuth2 Code Grant" off at ${portal}/${id}/bot and save.`,
    );
  }
  if (!isForServers(application)) {
    return bad(
      "Invitation",
      "The application can be added to people's accounts alone, and to no server.",
      `Tick the one for servers under Installation Contexts at ${portal}/${id}/installation and save.`,
    );
  }
  const onlyOwner = isPublic === false ? " Only the application's owner can use it: Public Bot is off." : "";
  return good("Invitation", `The link at the end of this report invites the bot.${onlyOwner}`);
}

/** Where Discord names no kinds, it is an application that is older than they are, and for servers. */
function isForServers({ integration_types_config: kinds }: Invitable): boolean {
  const named = Object.keys(kinds ?? {});
  return named.length === 0 || named.includes(String(ApplicationIntegrationType.GuildInstall));
}
