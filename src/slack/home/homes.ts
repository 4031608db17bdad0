import { setTimeout as delay } from "node:timers/promises";
import type { types } from "@slack/bolt";
import { sendOrPlainer } from "../../chat/fit/plainer-reply.ts";
import type { Reply } from "../../chat/reply.ts";
import { createExpiringCache } from "../../expiring-cache.ts";
import type { Log } from "../../log.ts";
import { createTurns } from "../../turns.ts";
import type { WebClients } from "../clients.ts";
import { blockLimits } from "../render/block-limits.ts";
import { renderReply } from "../render/render-reply.ts";
import { isRefusedAsWritten, outsideError } from "../slack-error.ts";

/** Between two publications for one person: more often nobody can read it. */
const pauseMs = 1000;
const keptMs = 10 * 60_000;
const mostPeople = 2000;

type Tab = { newest: number; lastMs: number; inTurn<T>(work: () => Promise<T>): Promise<T> };

/** The Home tab of each person: https://docs.slack.dev/surfaces/app-home */
export type Homes = {
  /** Shows it there; where a newer one comes meanwhile, that. False: Slack did not take it, which is in the log. */
  publish(userId: string, reply: Reply): Promise<boolean>;
  /** How often it was to be published for this person, of late. */
  countOf(userId: string): number;
};

export function createHomes({
  clients,
  log,
  betweenMs = pauseMs,
}: {
  clients: WebClients;
  log: Log;
  betweenMs?: number;
}): Homes {
  const now = () => performance.now();
  const tabs = createExpiringCache<Tab>({ freshMs: keptMs, most: mostPeople, now });

  function tabOf(userId: string): Tab {
    const known = tabs.find(userId);
    if (known) return known.value;
    const tab = { newest: 0, lastMs: Number.NEGATIVE_INFINITY, inTurn: createTurns() };
    tabs.keep(userId, tab);
    return tab;
  }

  async function send(userId: string, reply: Reply): Promise<boolean> {
    try {
      await sendOrPlainer(reply, isRefusedAsWritten, (shown) =>
        clients.repeatable.views.publish({ user_id: userId, view: renderHome(shown) }),
      );
      return true;
    } catch (error) {
      log.warn({ err: outsideError("the Home tab", error) }, "a Home tab could not be published");
      return false;
    }
  }

  return {
    countOf: (userId) => tabs.find(userId)?.value.newest ?? 0,
    publish(userId, reply) {
      const tab = tabOf(userId);
      tab.newest += 1;
      const turn = tab.newest;
      return tab.inTurn(async () => {
        const restMs = tab.lastMs + betweenMs - now();
        if (turn === tab.newest && restMs > 0) await delay(restMs);
        if (turn < tab.newest) return true;
        tab.lastMs = now();
        return send(userId, reply);
      });
    },
  };
}

function renderHome(reply: Reply): types.HomeView {
  return { type: "home", blocks: renderReply(reply).blocks.slice(0, blockLimits.viewBlocks) };
}
