import type { FormContext } from "../../chat/command.ts";
import type { SettingsChange } from "../../tenants/settings.ts";
import type { Services } from "../services.ts";

/**
 * Stores what a form of settings changes and notes it in the team's log, then closes the form; neither where everything
 * in it was overtaken, or nothing was changed in it.
 */
export async function storeSetup(
  { isSaved, change, details }: { isSaved: boolean; change: SettingsChange; details: string },
  context: FormContext<Services>,
): Promise<void> {
  const { services, member, saved } = context;
  if (isSaved) {
    await services.settings.change(member.tenantId, change);
    services.audit.record(context, { action: "setup", details });
  }
  await saved();
}
