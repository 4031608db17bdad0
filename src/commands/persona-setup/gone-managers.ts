import { within } from "../../within.ts";
import type { Services } from "../services.ts";

/** How long an answer waits for the platform to say which roles there are. */
const patienceMs = 1000;

/** The named managers that the platform does not have any more; none where it does not say, or not in time. */
export async function goneManagersOf(
  { channelsOf }: Pick<Services, "channelsOf">,
  tenantId: string,
  managers: readonly string[],
): Promise<string[]> {
  const asking = managers.length === 0 ? undefined : channelsOf(tenantId)?.goneRoles?.(managers);
  if (!asking) return [];
  const known = asking.catch(() => []);
  return (await within(known, patienceMs)) ? known : [];
}
