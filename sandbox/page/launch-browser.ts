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
];

/**
 * The Chromium that comes from npm. Its package's own flags put everything into one process, which dies with the second
 * window, and switch off web security, which is among the things to be tried.
 */
export async function launchBrowser(): Promise<Browser> {
  return playwright.launch({ executablePath: await chromium.executablePath(), args: flags, headless: true });
}
