import { setTimeout as sleep } from "node:timers/promises";
import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";

/** A browser that runs as root, asks nothing of the network by itself, and draws without a graphics card. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-domain-reliability",
  "--no-first-run",
  // Else it starts a process for the next page ahead of it, whether or not one comes.
  "--renderer-process-limit=1",
];

/** Another process may be unpacking the same file at this moment. */
const unpackingMs = 20_000;

/**
 * The Chromium that comes from npm. Its package's own flags put everything into one process, which dies with the second
 * window, and switch off web security, which is among the things to be tried.
 */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = await chromium.executablePath();
  const deadline = performance.now() + unpackingMs;
  for (;;) {
    try {
      return await playwright.launch({ executablePath, args: flags, headless: true });
    } catch (error) {
      // A file that somebody still writes cannot be run, however much of it is there.
      if (!String(error).includes("ETXTBSY") || performance.now() > deadline) throw error;
      await sleep(200);
    }
  }
}
