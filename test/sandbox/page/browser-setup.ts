import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import type { FleetWay } from "../../../sandbox/page/fleet/start-fleet.ts";
import { launchBrowser } from "../../../sandbox/page/launch-browser.ts";
import {
  type Browser,
  type BrowserContextOptions,
  openPage,
  skipTour,
  type Tab,
} from "../../../sandbox/page/play-page.ts";
import { buildPage } from "../../../sandbox/page/serve/build-page.ts";
import { type Page, servePage } from "../../../sandbox/page/serve/serve-page.ts";
import { startTimeout, untilBotRuns } from "./page-visitor.ts";

/** A window onto the sandbox of the file, and what it asked for. */
export type Window = {
  tab: Tab;
  /** Addresses that were asked for on any host but the sandbox's own. */
  outsideRequests: string[];
  /** What went wrong in it: uncaught errors, and errors on its console. */
  problems: string[];
};

export type SharedBrowser = {
  open(options?: BrowserContextOptions & { tour?: boolean }): Promise<Window>;
  page(): Page;
};

const wide = { width: 1440, height: 900 };

/** Without a graphics card a processor draws every frame of what moves. */
const still = { reducedMotion: "reduce" } as const;

/** One sandbox and one Chromium for all tests of a file; each test opens windows of its own. `fleet`: as `servePage` has it. */
export function shareBrowser(fleet?: FleetWay): SharedBrowser {
  let shared: { browser: Browser; page: Page; folder: string } | undefined;
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), "personaforge-browser-"));
    const pageFolder = join(folder, "page");
    const [browser] = await Promise.all([launchBrowser(), buildPage(pageFolder)]);
    const page = await servePage({
      dataFolder: join(folder, "data"),
      pageFolder,
      port: 0,
      ...(fleet && { fleet }),
    });
    shared = { browser, page, folder };
    await untilBotRuns(page);
  }, startTimeout);
  afterAll(async () => {
    await shared?.browser.close();
    await shared?.page.close();
    if (shared) await rm(shared.folder, { recursive: true, force: true });
  });
  const running = () => {
    if (shared === undefined) throw new Error("The browser has not started.");
    return shared;
  };
  return {
    page: () => running().page,
    open: ({ tour = false, ...options } = {}) => openWindow(running(), { options, tour }),
  };
}

/** A test that failed may have left a form open, which the people of the page have still before them in the next window. */
async function closeForms(tab: Tab): Promise<void> {
  const close = tab.getByRole("dialog").getByRole("button", { name: /^(Close|Cancel)$/ });
  while ((await close.count()) > 0) await close.first().click();
}

async function openWindow(
  { browser, page }: { browser: Browser; page: Page },
  { options, tour }: { options: BrowserContextOptions; tour: boolean },
): Promise<Window> {
  const outsideRequests: string[] = [];
  const problems: string[] = [];
  const tab = await openPage(browser, page.url, { viewport: wide, ...still, ...options }, (blank) => {
    blank.on("request", (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== page.url && protocol !== "data:") outsideRequests.push(request.url());
    });
    blank.on("pageerror", (error) => problems.push(error.message));
    blank.on("console", (line) => {
      if (line.type() === "error") problems.push(line.text());
    });
  });
  onTestFinished(() => tab.context().close());
  await closeForms(tab);
  if (!tour) await skipTour(tab);
  return { tab, outsideRequests, problems };
}
