import type { Context } from "../../chat/command.ts";
import { UserError } from "../../errors.ts";
import type { Template } from "../../personas/templates.ts";
import type { Services } from "../services.ts";

/** The template of a button, also where it was removed within a day. Throws UserError where it is gone for good. */
export async function findTemplate(
  id: string,
  { services, member }: Pick<Context<Services>, "services" | "member">,
): Promise<Template> {
  const found = await services.templates.find(member.tenantId, id);
  if (found) return found;
  throw new UserError(
    "This template was removed more than a day ago. /persona-templates lists those that are here.",
  );
}
