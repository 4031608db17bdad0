import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page as Tab } from "playwright-core";
import { readOwnArguments } from "../../src/command-line/read-arguments.ts";
import { endWhenAsked, makeTemporaryFolder, removeFolder } from "../stand-ins/process-end.ts";
import { launchBrowser } from "./launch-browser.ts";
import {
  chooseFault,
  createOnDiscord,
  createOnSlack,
  makeCall,
  openPage,
  shown,
  skipTour,
} from "./play-page.ts";
import { buildPage } from "./serve/build-page.ts";
import { servePage } from "./serve/serve-page.ts";

const folder = fileURLToPath(new URL("../../docs/pictures", import.meta.url));
const wide = { width: 1440, height: 900 };
const narrow = { width: 390, height: 844 };

type Scheme = "light" | "dark";

/** `npm run pictures`: the pictures of the README, taken from the page while somebody plays on it. */
async function takePictures(): Promise<void> {
  const scratch = makeTemporaryFolder("personaforge-pictures-");
  const pageFolder = join(scratch, "page");
  await mkdir(folder, { recursive: true });
  await buildPage(pageFolder);
  const page = await servePage({ dataFolder: join(scratch, "data"), pageFolder, port: 0 });
  const browser = await launchBrowser();
  try {
    await play(browser, page.url);
    for (const scheme of ["light", "dark"] as const) await takeBoth(browser, page.url, scheme);
    await call(browser, page.url);
  } finally {
    await browser.close();
    await page.close();
    removeFolder(scratch);
  }
}

/** A create that works on each platform, and one that Tavus refuses. */
async function play(browser: Browser, url: string): Promise<void> {
  const tab = await openPage(browser, url, { viewport: wide });
  await picture(tab, "tour");
  await createOnSlack(tab, "coach Otto");
  await shown(tab, "slack", "“Otto” is ready");
  await createOnDiscord(tab, "Cleo", (form) => picture(form, "discord-form"));
  await shown(tab, "discord", "“Cleo” is ready");
  await chooseFault(tab, "Out of credits");
  await createOnDiscord(tab, "Professor Quill");
  await shown(tab, "discord", "Insufficient Tavus credits");
  await tab.context().close();
}

/** A call with a persona, when all is well again. */
async function call(browser: Browser, url: string): Promise<void> {
  const tab = await openPage(browser, url, { viewport: wide });
  await skipTour(tab);
  await chooseFault(tab, "All well");
  await makeCall(tab, "slack", (during) => picture(during, "call"));
  await tab.context().close();
}

async function takeBoth(browser: Browser, url: string, scheme: Scheme): Promise<void> {
  const big = await openPage(browser, url, { viewport: wide, colorScheme: scheme });
  await skipTour(big);
  await picture(big, `sandbox-${scheme}`);
  await big.context().close();
  const small = await openPage(browser, url, { viewport: narrow, colorScheme: scheme });
  await skipTour(small);
  await picture(small, `sandbox-narrow-${scheme}`);
  await small.context().close();
}

/** Takes a picture without movement, so that the same page makes the same picture. */
async function picture(tab: Tab, name: string): Promise<void> {
  await tab.screenshot({ path: join(folder, `${name}.png`), animations: "disabled", caret: "hide" });
  console.log(`docs/pictures/${name}.png`);
}

readOwnArguments({ call: "npm run pictures", does: "Takes the pictures of the README into docs/pictures." });
endWhenAsked();
await takePictures();
