import type { UsableConfig } from "../config.ts";
import type { UnderWay } from "../database/opening/doctor-examination.ts";
import { type Finding, good, skipped } from "../finding.ts";

/** What goes on in Tavus, and whether Tavus can say so as soon as it is over. */
export function examineCalls(config: UsableConfig, underWay: UnderWay | undefined): Finding[] {
  return [...examineUnderWay(underWay), examineCallbacks(config)];
}

function examineUnderWay(underWay: UnderWay | undefined): Finding[] {
  if (!underWay)
    return [skipped("Rooms", "Not looked at: see Database."), skipped("Videos", "Not looked at.")];
  const { rooms, videos } = underWay;
  return [
    good("Rooms", rooms === 0 ? "None is open." : `${rooms} open; the bot ends each when its time is up.`),
    good("Videos", videos === 0 ? "None is being made." : `${videos} not ready yet.`),
  ];
}

/** Nothing is missing without: the bot then asks. */
function examineCallbacks({ port, publicUrl }: UsableConfig): Finding {
  const name = "Callbacks";
  if (port !== undefined && publicUrl) return good(name, `Tavus calls the bot under ${publicUrl}/tavus/.`);
  const missing = [...(port === undefined ? ["PORT"] : []), ...(publicUrl ? [] : ["PUBLIC_URL"])];
  return skipped(
    name,
    `Without ${missing.join(" and ")} Tavus cannot call: the bot asks it instead how calls and videos are, which takes a little longer.`,
  );
}
