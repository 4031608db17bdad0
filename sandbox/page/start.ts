import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { readOwnArguments } from "../../src/command-line/read-arguments.ts";
import { onReaderGone } from "../stand-ins/process-end.ts";
import { refuseFleetElsewhere } from "./fleet/refuse-elsewhere.ts";
import type { FleetWay } from "./fleet/start-fleet.ts";
import { holdAlone } from "./hold-alone.ts";
import { buildPage } from "./serve/build-page.ts";
import { openInBrowser } from "./serve/open-in-browser.ts";
import { type Page, servePage } from "./serve/serve-page.ts";

const usualFolder = fileURLToPath(new URL("../../.sandbox", import.meta.url));
const usualPort = "8080";
/** How long the bot may take to end after a Ctrl-C of its own. */
const botPatienceMs = 3000;

/** `npm run sandbox`: the bot against stand-ins for Discord, Slack and Tavus, and a page to use them on. */
async function start(): Promise<void> {
  const { given } = readOwnArguments({
    call: "npm run sandbox",
    does: "Runs the bot against stand-ins for Discord, Slack and Tavus, and serves a page to use them on.",
    options: {
      fresh: { does: "Begins with no personas." },
      open: { does: "Opens the page." },
      port: { value: "<number>", does: `Asks for another port than ${usualPort}.` },
      folder: { value: "<folder>", does: "Keeps everything there instead of in .sandbox." },
      fleet: { does: "Runs three bots on a PostgreSQL, which keep nothing." },
      "discord-http": { does: "Lets Discord reach a fleet as Slack does." },
    },
  });
  const asked = firstSignal();
  const { folder = usualFolder } = given;
  const port = readPort(given.port ?? usualPort);
  const [dataFolder, pageFolder] = [join(folder, "data"), join(folder, "page")];
  const fleet = readFleet(given);
  const letGo = holdAlone(folder);
  if (given.fresh && !fleet) await rm(dataFolder, { recursive: true, force: true });
  if (fleet) console.log("PostgreSQL starts, which takes some seconds.");
  const built = buildPage(pageFolder);
  // Awaited below; until then its failure must not end the process with the bot still running.
  built.catch(() => undefined);
  const page = await servePage({ dataFolder, pageFolder, port, ...(fleet && { fleet }) });
  try {
    await built;
    welcome(page, fleet);
    if (given.open) openInBrowser(page.url);
    if ((await asked) === "SIGINT") await waitForBot(page);
  } finally {
    await page.close();
    letGo();
  }
}

/** Also a reader of what is printed that has gone: nobody is there to end it then. */
function firstSignal(): Promise<NodeJS.Signals> {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  onReaderGone(() => resolve("SIGPIPE"));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, resolve);
  return promise;
}

/** A terminal sends Ctrl-C to the bot too; a second signal would make it drop what it is doing. */
async function waitForBot({ sandbox }: Page): Promise<void> {
  const ended = Promise.all(sandbox.bot.processes.map(({ exited }) => exited));
  await Promise.race([ended, sleep(botPatienceMs)]);
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error("--port takes a number from 0 to 65535, such as --port 9000.");
}

/** How Discord is to reach several processes; undefined for one. */
function readFleet(values: { fleet: boolean; "discord-http": boolean }): FleetWay | undefined {
  if (values["discord-http"] && !values.fleet) throw new Error("--discord-http is for a fleet: add --fleet.");
  if (!values.fleet) return undefined;
  refuseFleetElsewhere();
  return values["discord-http"] ? "http" : "gateway";
}

function welcome({ url }: Page, fleet: FleetWay | undefined): void {
  console.log(`
PersonaForge runs on this machine, against stand-ins for Discord, Slack and Tavus.
No account is used, nothing leaves this machine.

  Open ${url} and type /persona-create.

${fleet ? fleetWords : aloneWords} Ctrl-C ends everything.
`);
}

const aloneWords = "Your personas are kept for the next start; `npm run sandbox -- --fresh` begins anew.";
const fleetWords =
  "Three processes are the bot, on a PostgreSQL of their own; nothing of it is kept for the next start.";

try {
  await start();
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
