import { ownMistakeFirst } from "../one-by-one.ts";

/** While so many teams are under way nothing more is claimed: where Tavus keeps everybody waiting, each round would add to them. */
const mostTeams = 50;

type Due = { tenantId: string };

/** Does what is due in many teams. */
export type ByTeam = <Row extends Due>(
  claim: (except: readonly string[]) => Promise<readonly Row[]>,
  work: (rows: readonly Row[], tenantId: string) => Promise<unknown>,
) => Promise<void>;

/**
 * Each team's is done beside the others', so that one for whom Tavus or a platform is slow holds up nobody else. It may be called again
 * meanwhile: `claim` is told which teams are still under way, whose backlog would keep the others out. Rejects in the end with what failed.
 */
export function createByTeam(): ByTeam {
  const busy = new Set<string>();
  return async (claim, work) => {
    if (busy.size >= mostTeams) return;
    const teams = Map.groupBy(await claim([...busy]), ({ tenantId }) => tenantId);
    for (const tenantId of teams.keys()) busy.add(tenantId);
    await allOf([...teams], async ([tenantId, rows]) => {
      try {
        await work(rows, tenantId);
      } finally {
        busy.delete(tenantId);
      }
    });
  };
}

/** Does the same with all of them at once. Rejects once all have ended, with what failed. */
export async function allOf<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const ended = await Promise.allSettled(items.map(work));
  const failures = ended.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
  if (failures.length > 0) throw ownMistakeFirst(failures);
}
