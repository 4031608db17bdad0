import type { Context } from "../../chat/command.ts";
import type { Persona } from "../../personas/persona.ts";
import type { Services } from "../services.ts";

/** Members of a team that has named managers do not change personas any more, not even their own. */
export async function mayChange(
  persona: Pick<Persona, "createdBy">,
  { member, services }: Pick<Context<Services>, "member" | "services">,
): Promise<boolean> {
  if ((await member.role()) !== "member") return true;
  if (persona.createdBy !== member.userId) return false;
  return (await services.settings.of(member.tenantId)).managers.length === 0;
}
