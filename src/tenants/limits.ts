import {
  limitInTheWay,
  type UsageReservation,
  type UsageResult,
  type UsageStore,
} from "../database/team/usage-store.ts";
import type { TeamSettings } from "./settings.ts";

/** What is limited by the day: what Tavus takes credits for, and what keeps an account busy. */
export const limitKinds = ["creates", "syncs", "videos", "conversationMinutes"] as const;
export type LimitKind = (typeof limitKinds)[number];

/** Whose limit it is: one person's, or the whole team's. */
export type LimitScope = "member" | "team";

/**
 * What each person and each team may use a day where the team has set nothing else. A slip of one person, such as a
 * script of theirs or a form sent over and over, then costs at most a quarter of what the team has for the day. Videos
 * and conversations cost the most credits, so they have the least.
 */
export const limitDefaults: {
  [kind in LimitKind]: { label: string; perMember: number; perTeam: number };
} = {
  creates: { label: "New personas", perMember: 50, perTeam: 200 },
  syncs: { label: "Syncs", perMember: 24, perTeam: 48 },
  videos: { label: "Videos", perMember: 10, perTeam: 40 },
  conversationMinutes: { label: "Conversation minutes", perMember: 60, perTeam: 240 },
};

/**
 * How long one call may last, in minutes, and what it may be set to. As much is taken from the day before a call begins,
 * and what was not used of it is given back. Tavus ends one after an hour by itself: docs.tavus.io, Create Conversation.
 */
export const callMinutes = { usual: 10, least: 1, most: 60 };
/** The name under which a team's settings hold its own. */
export const callMinutesName = "callMinutes";

export function callMinutesOf(own: { readonly [name: string]: number }): number {
  return own[callMinutesName] ?? callMinutes.usual;
}

/** The name under which a team's settings hold a limit of its own, such as `creates.member`. */
export function limitName(kind: LimitKind, scope: LimitScope): string {
  return `${kind}.${scope}`;
}

export type DailyLimit = { member: number; team: number };

/** A team's own limit where it set one, 0 included, and the default where it did not. */
export function limitOf(own: { readonly [name: string]: number }, kind: LimitKind): DailyLimit {
  const { perMember, perTeam } = limitDefaults[kind];
  return {
    member: own[limitName(kind, "member")] ?? perMember,
    team: own[limitName(kind, "team")] ?? perTeam,
  };
}

export type Reservation = {
  tenantId: string;
  userId: string;
  kind: LimitKind;
  /** The id of the form or the interaction: reserved twice under one id it counts once. */
  id: string;
  /** How many, or how many minutes. */
  amount: number;
  /** As little will do, where less is left. */
  least?: number;
};

export type Reserved =
  /** What is left of the day after it, and what the limits are. */
  | { ok: true; left: DailyLimit; limit: DailyLimit }
  /** Whose limit is in the way, how high it is, and when the next day begins (Unix ms). */
  | { ok: false; which: LimitScope; limit: number; resetsAtMs: number };

export type LimitLeft = { kind: LimitKind; left: DailyLimit; limit: DailyLimit };

/** A reservation for a store that makes it in the transaction of its own work, and what comes of it. */
export type Allowance = { reservation: UsageReservation; judge(result: UsageResult): Reserved };

export type Limits = {
  /** Takes from the day's limits, or takes nothing when either would be exceeded, however many ask at once. */
  reserve(reservation: Reservation): Promise<Reserved>;
  /** Takes nothing yet. */
  allowance(reservation: Reservation): Promise<Allowance>;
  /** What making one takes, wherever it is asked for. */
  limitOf(tenantId: string, kind: LimitKind): Promise<DailyLimit>;
  /** How long one call of this team's may last, in minutes. */
  callMinutesOf(tenantId: string): Promise<number>;
  /** What it was reserved for did not come about. */
  giveBack(tenantId: string, kind: LimitKind, id: string): Promise<void>;
  /** What this person and the team may still use today, of every kind. */
  left(tenantId: string, userId: string): Promise<LimitLeft[]>;
};

const dayMs = 24 * 60 * 60_000;

/** Daily limits, by UTC days of the database's clock. */
export function createLimits({
  store,
  settings,
  now,
}: {
  store: UsageStore;
  settings: TeamSettings;
  now: () => number;
}): Limits {
  const limitsOf = async (tenantId: string) => (await settings.of(tenantId)).limits;

  async function allowance({ tenantId, ...wanted }: Reservation): Promise<Allowance> {
    const reservation = { ...wanted, limit: limitOf(await limitsOf(tenantId), wanted.kind) };
    return { reservation, judge: (result) => judge(reservation, result, now()) };
  }

  return {
    allowance,

    async reserve(wanted) {
      const { reservation, judge } = await allowance(wanted);
      return judge(await store.reserve(wanted.tenantId, reservation));
    },

    limitOf: async (tenantId, kind) => limitOf(await limitsOf(tenantId), kind),

    callMinutesOf: async (tenantId) => callMinutesOf(await limitsOf(tenantId)),

    giveBack: (tenantId, kind, id) => store.giveBack(tenantId, kind, id),

    async left(tenantId, userId) {
      const [own, used] = await Promise.all([limitsOf(tenantId), store.usedToday(tenantId, userId)]);
      return limitKinds.map((kind) => {
        const limit = limitOf(own, kind);
        return { kind, limit, left: remaining(limit, used.get(kind) ?? { member: 0, team: 0 }) };
      });
    },
  };
}

function judge(reservation: UsageReservation, { isReserved, used }: UsageResult, nowMs: number): Reserved {
  const { limit } = reservation;
  if (isReserved) return { ok: true, left: remaining(limit, used), limit };
  const which = limitInTheWay(reservation, used);
  return { ok: false, which, limit: limit[which], resetsAtMs: (Math.floor(nowMs / dayMs) + 1) * dayMs };
}

/** An admin may have lowered a limit below what was used. A member's rest is never more than the team's. */
function remaining(limit: DailyLimit, used: DailyLimit): DailyLimit {
  const team = Math.max(0, limit.team - used.team);
  return { member: Math.min(team, Math.max(0, limit.member - used.member)), team };
}
