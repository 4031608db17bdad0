import { landingPageKind } from "../../database/landing-page/landing-page-record.ts";
import {
  createLandingPageStore,
  type LandingPageStore,
} from "../../database/landing-page/landing-page-store.ts";
import { createLinkStore } from "../../database/link/link-store.ts";
import type { Database } from "../../database/opening/connect.ts";
import { createAbsences } from "../../landing-pages/absences.ts";
import type { LandingPageDeps, LandingPageNews, PageToMake } from "../../landing-pages/deps.ts";
import { createPageKeeper, type PageKeeper } from "../../landing-pages/keeper.ts";
import { createLandingPagePort } from "../../landing-pages/landing-page-port.ts";
import { createLandingPages, type LandingPages } from "../../landing-pages/landing-pages.ts";
import { createLinkKind } from "../../link/kind.ts";
import type { Linking } from "../../link/port.ts";
import { createToldBatch } from "../../link/told-batch.ts";
import { createWatchers } from "../../link/watching/watchers.ts";
import type { Log } from "../../log.ts";
import type { TavusClient } from "../../tavus/client.ts";
import type { TenantKeys } from "../../tenants/keys.ts";
import type { OtherKind } from "../build-personas.ts";

export type LandingPageParts = {
  landingPages: LandingPages;
  landingPageStore: LandingPageStore;
  pageKeeper: PageKeeper;
};

/** Landing pages with what looks after them; `parts` are there once the queue has been built. */
export function buildLandingPages({
  database,
  tavus,
  keys,
  news,
  isAllowed,
  log,
}: {
  database: Database;
  tavus: TavusClient;
  keys: TenantKeys;
  news: LandingPageNews;
  isAllowed: LandingPageDeps["isAllowed"];
  log: Log;
}): { kind: OtherKind; parts(): LandingPageParts } {
  let parts: LandingPageParts | undefined;
  return {
    kind: {
      name: landingPageKind,
      build(tools) {
        const store = createLandingPageStore(database);
        const links = createLinkStore(database, landingPageKind, { makeRoom: async () => false });
        const linking: Linking<PageToMake> = {
          ...tools,
          links,
          port: createLandingPagePort({ store, tavus, now: tools.now }),
          watchers: createWatchers(),
          told: createToldBatch(links, log),
        };
        const pageKeeper = createPageKeeper(() => deps);
        const deps: LandingPageDeps = {
          ...{ store, linking, tavus, keys, news, isAllowed },
          absences: createAbsences(tools.now),
          wakeKeeper: () => pageKeeper.wake(),
        };
        const landingPages = createLandingPages(deps);
        parts = { landingPages, landingPageStore: store, pageKeeper };
        return createLinkKind(linking);
      },
    },
    parts() {
      if (!parts) throw new Error("Landing pages are asked for before the queue was built.");
      return parts;
    },
  };
}
