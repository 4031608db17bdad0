import { createExpiringCache } from "../../expiring-cache.ts";

/**
 * Messages with cards in a minute, of one workspace. Slack takes fifty calls a minute of the methods that a card needs
 * (tier 3), and refuses commands their own when those are used up: https://docs.slack.dev/apis/web-api/rate-limits
 */
const mostAMinute = 20;
const minuteMs = 60_000;
const mostTeams = 10_000;

export type PreviewBudget = {
  /** False: this workspace has had as many as may be, for now. */
  take(teamId: string): boolean;
};

export function createPreviewBudget(now: () => number): PreviewBudget {
  const minutes = createExpiringCache<{ taken: number }>({ freshMs: minuteMs, most: mostTeams, now });
  return {
    take(teamId) {
      const minute = minutes.find(teamId);
      if (!minute?.isFresh) minutes.keep(teamId, { taken: 1 });
      else if (minute.value.taken >= mostAMinute) return false;
      else minute.value.taken += 1;
      return true;
    },
  };
}
