import type { RowWatches } from "../sqlite/row-watch.ts";

/** What was used of one limit on one day. */
export type DayKey = { tenantId: string; day: string; kind: string };

/** By member; what the whole team used is their sum. */
type Totals = { team: number; members: Map<string, number> };

/** Limits of busy teams remembered at once. */
const mostKeys = 1000;

export type UsageTotals = ReturnType<typeof createUsageTotals>;

/**
 * What busy teams have used today, so that it need not be added up for each of thousands: from when it was read once, what is heard
 * of the rows keeps it so.
 */
function createUsageTotals(watches: RowWatches) {
  const known = new Map<string, Totals>();
  const nameOf = ({ tenantId, day, kind }: DayKey) => `${tenantId} ${day} ${kind}`;

  function add(name: string, userId: string, amount: number): void {
    const totals = known.get(name);
    if (!totals) return;
    totals.team += amount;
    totals.members.set(userId, (totals.members.get(userId) ?? 0) + amount);
  }

  const undone = () => known.clear();
  for (const [after, sign] of [
    ["insert", 1],
    ["delete", -1],
  ] as const) {
    watches.watch({
      table: "usage",
      after,
      columns: ["tenant_id", "day", "kind", "user_id", "amount"],
      undone,
      heard(tenantId, day, kind, userId, amount) {
        const key = { tenantId: String(tenantId), day: String(day), kind: String(kind) };
        add(nameOf(key), String(userId), sign * Number(amount));
      },
    });
  }
  watches.watch({
    table: "usage",
    after: "update",
    columns: ["tenant_id", "day", "kind"],
    undone,
    heard: (tenantId, day, kind) => {
      known.delete(nameOf({ tenantId: String(tenantId), day: String(day), kind: String(kind) }));
    },
  });

  return {
    /** Undefined: it is to be added up. */
    find(key: DayKey, userId: string): { team: number; member: number } | undefined {
      watches.catchUp();
      const totals = known.get(nameOf(key));
      return totals && { team: totals.team, member: totals.members.get(userId) ?? 0 };
    },

    /** As read within the transaction that goes on to write. */
    keep(key: DayKey, members: readonly { userId: string; amount: number }[]): void {
      if (known.size >= mostKeys) known.clear();
      const team = members.reduce((sum, { amount }) => sum + amount, 0);
      known.set(nameOf(key), {
        team,
        members: new Map(members.map(({ userId, amount }) => [userId, amount])),
      });
    },
  };
}

const ofDatabases = new WeakMap<RowWatches, UsageTotals>();

/** Those of a database that one process alone writes. */
export function usageTotalsOf(watches: RowWatches): UsageTotals {
  const totals = ofDatabases.get(watches) ?? createUsageTotals(watches);
  ofDatabases.set(watches, totals);
  return totals;
}
