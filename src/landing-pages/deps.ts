import type { LandingPageRecord } from "../database/landing-page/landing-page-record.ts";
import type { LandingPageStore } from "../database/landing-page/landing-page-store.ts";
import type { Linking } from "../link/port.ts";
import type { TavusClient } from "../tavus/client.ts";
import type { TenantKeys } from "../tenants/keys.ts";
import type { Absences } from "./absences.ts";
import type { LandingPage } from "./landing-page.ts";

/** A page with the password that Tavus is asked to take: it is in memory for that one request, and nowhere else. */
export type PageToMake = LandingPageRecord & { password?: string };

/** Takes to people what became of their pages. Resolves once it is sure to be told. */
export type LandingPageNews = {
  ended(page: LandingPage): Promise<void>;
  /** The same to whoever read only after it that there is such a page. */
  hadEnded(page: LandingPage): Promise<void>;
  /** It is to be ended and goes on: Tavus does not say yes, or nobody has the key of its account. */
  goesOn(page: LandingPage): Promise<void>;
  /** Nobody has the key of its account, so nobody counts its calls or could end it. */
  unwatched(page: LandingPage): Promise<void>;
};

export type LandingPageDeps = {
  store: LandingPageStore;
  linking: Linking<PageToMake>;
  tavus: Pick<TavusClient, "deployments">;
  keys: TenantKeys;
  news: LandingPageNews;
  absences: Absences;
  /** Whether the team lets anybody share outside. */
  isAllowed(tenantId: string): Promise<boolean>;
  /** Makes the keeper look now. */
  wakeKeeper(): void;
};
