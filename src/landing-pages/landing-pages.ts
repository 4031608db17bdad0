import { setTimeout as sleep } from "node:timers/promises";
import type { LandingPageRecord } from "../database/landing-page/landing-page-record.ts";
import type { LinkKey } from "../database/link/link-record.ts";
import { endOpen } from "../link/removals/end-open.ts";
import type { LandingPageDeps } from "./deps.ts";
import { type EndReason, type LandingPage, landingPageFrom } from "./landing-page.ts";
import { type ShareRequest, type ShareResult, sharePage } from "./share.ts";

/** How many pages were ended, and how many could not be within a few seconds. */
export type EndedPages = { ended: number; left: number };

/** What can be done with landing pages. */
export type LandingPages = {
  share(request: ShareRequest, saved: () => Promise<void>): Promise<ShareResult>;
  /** The answer with its password has arrived; where the page had ended before, that is told after it. */
  handed(page: LinkKey): Promise<void>;
  find(tenantId: string, id: string): Promise<LandingPage | undefined>;
  /** The page that a persona has at present. */
  openOf(tenantId: string, personaId: string): Promise<LandingPage | undefined>;
  /** Ends it whatever it takes; resolves with how it stands once it is over, or after a few seconds. */
  end(page: LinkKey, because: EndReason, by?: string): Promise<LandingPage | undefined>;
  /** The same with all of a team; with `keyTag` those that were made with this key, which is about to be forgotten. */
  endAll(tenantId: string, because: EndReason, keyTag?: string): Promise<EndedPages>;
  /** Something has become of a persona: whether its page has a reason to go on is looked at now, or with its turn. Never rejects. */
  personaChanged(tenantId: string, personaId: string): Promise<void>;
};

export function createLandingPages(deps: LandingPageDeps): LandingPages {
  const { store, linking, news, wakeKeeper } = deps;

  async function find(tenantId: string, id: string): Promise<LandingPage | undefined> {
    const record = await store.find({ tenantId, id });
    return record && landingPageFrom(record);
  }

  /** The page once it is over, or as it stands at the deadline: it may be ended by another process. */
  async function whenEnded({ tenantId, id }: LinkKey, deadline: number): Promise<LandingPage | undefined> {
    for (;;) {
      const page = await find(tenantId, id);
      if (page?.state !== "ending" || performance.now() > deadline) return page;
      await sleep(linking.outcomeWait.pollMs);
    }
  }

  return {
    find,
    share: (request, saved) => sharePage(deps, request, saved),

    async handed(key) {
      if (await store.handed(key)) return;
      const page = await find(key.tenantId, key.id);
      if (page) await news.hadEnded(page);
    },

    async openOf(tenantId, personaId) {
      const record = await store.openOf(tenantId, personaId);
      return record && landingPageFrom(record);
    },

    async end(key, because, by) {
      if (await store.wantEnd(key, because, by)) wakeKeeper();
      const page = await whenEnded(key, performance.now() + linking.outcomeWait.patienceMs);
      // Whoever revokes their own reads it now.
      const isRead = page?.state === "ended" && page.endReason === "person" && page.endBy === by;
      if (isRead && page.userId === by) await store.endTold(key);
      return page;
    },

    endAll(tenantId, because, keyTag) {
      const isMeant = ({ link }: LandingPageRecord) => keyTag === undefined || link.keyTag === keyTag;
      const listOpen = async () => (await store.openIn(tenantId)).filter(isMeant);
      const wantEnd = async (page: LandingPageRecord) => {
        await store.wantEnd(page, because);
        wakeKeeper();
      };
      return endOpen(listOpen, wantEnd, linking.outcomeWait);
    },

    async personaChanged(tenantId, personaId) {
      try {
        await store.lookAtPersona(tenantId, personaId);
      } catch (error) {
        // What was done to the persona is done all the same, and its page is looked at within minutes.
        linking.log.warn({ tenant: tenantId, err: error }, "a landing page is looked at later");
      }
      wakeKeeper();
    },
  };
}
