import { writeFile } from "node:fs/promises";
import SqliteFile from "better-sqlite3";
import type { DiscordDriver } from "./discord-driver.ts";
import { startDiscordDriver } from "./discord-driver.ts";
import type { FormDriver } from "./form-driver.ts";
import { liftLimits } from "./lift-limits.ts";
import { inFlight } from "./load.ts";
import type { Program } from "./program.ts";
import { startSlackDriver } from "./slack-driver.ts";
import { teamId } from "./slack-payloads.ts";
import { startTavusDriver, type TavusDriver } from "./tavus-driver.ts";
import type { Workshop } from "./workshop.ts";

export type PlatformName = "discord" | "slack";

/** A running program and the platform it is connected to. */
export type Subject = { program: Program; driver: FormDriver };

/** Compiles what is hot before anything is measured. */
const warmUps = 200;
const warmUpWidth = 8;

/** One guild for each request in flight: a team's own creates go to Tavus two at a time. */
const guilds = 16;

/** Our bot and the bare program on one platform, each with a driver, a database and a Tavus of the same kind. */
export async function startSubjects(
  workshop: Workshop,
  platform: PlatformName,
): Promise<{ ours: Subject; bare: Subject }> {
  const tavus = await workshop.keep(startTavusDriver());
  const ours = await startOurs(workshop, { platform, tavus });
  const sample = await takeSample(workshop, { subject: ours, tavus });
  const bare = await startBare(workshop, { platform, tavus, sample });
  for (const subject of [ours, bare]) await warmUp(subject);
  return { ours, bare };
}

/** Variables of our bot for one platform or both, with a key that every tenant may use and no daily limits in the way. */
export function botEnv(options: {
  drivers: readonly FormDriver[];
  tenantIds: readonly string[];
  tavusUrl: string;
  database: string;
}): Record<string, string> {
  const tenantIds = [...options.tenantIds, `slack:${teamId}`];
  liftLimits(options.database, tenantIds);
  return {
    ...Object.assign({}, ...options.drivers.map(({ env }) => env)),
    TAVUS_API_KEY: "bench",
    TAVUS_API_KEY_TENANTS: tenantIds.join(","),
    TAVUS_API_URL: options.tavusUrl,
    DATABASE_URL: `file:${options.database}`,
  };
}

type Place = { platform: PlatformName; tavus: TavusDriver };

async function startOurs(workshop: Workshop, { platform, tavus }: Place): Promise<Subject> {
  const driver = await startDriver(workshop, platform);
  const tenantIds = "tenantIds" in driver ? driver.tenantIds : [];
  const database = await workshop.makeDatabase("ours.db");
  const env = botEnv({ drivers: [driver], tenantIds, tavusUrl: tavus.url, database });
  return { driver, program: await workshop.start({ entry: "src/main.ts", env, hasProbe: true }) };
}

async function startBare(
  workshop: Workshop,
  { platform, tavus, sample }: Place & { sample: string },
): Promise<Subject> {
  const driver = await startDriver(workshop, platform);
  const env = {
    ...driver.env,
    TAVUS_API_URL: tavus.url,
    BENCH_SAMPLE: sample,
    BENCH_DATABASE: await workshop.makeDatabase("bare.db"),
  };
  const entry = `bench/bare/${platform}.ts`;
  return { driver, program: await workshop.start({ entry, env, hasProbe: true }) };
}

function startDriver(workshop: Workshop, platform: PlatformName): Promise<FormDriver | DiscordDriver> {
  return platform === "discord"
    ? workshop.keep(startDiscordDriver(guilds))
    : workshop.keep(startSlackDriver());
}

/** One form through our bot, and what it sent and stored. */
async function takeSample(
  workshop: Workshop,
  { subject: { driver }, tavus }: { subject: Subject; tavus: TavusDriver },
): Promise<string> {
  const opened = await driver.openForm(0);
  const sent = await driver.sendForm(opened, 0);
  const file = new SqliteFile(workshop.path("ours.db"), { readonly: true });
  const sample = {
    modal: driver.readModal(opened),
    message: driver.readAnswer(sent),
    draft: file.prepare("select * from drafts").get(),
    saved: {
      persona: file.prepare("select * from personas").get(),
      link: file.prepare("select * from links").get(),
    },
    tavusBody: JSON.parse(tavus.lastCreate()),
  };
  file.close();
  const path = workshop.path("sample.json");
  await writeFile(path, JSON.stringify(sample));
  return path;
}

async function warmUp({ driver }: Subject): Promise<void> {
  const opened = await inFlight(warmUps, warmUpWidth, driver.openForm);
  await inFlight(warmUps, warmUpWidth, (index) => driver.sendForm(formAt(opened, index), index));
}

/** The form that `inFlight` brought for this index. */
export function formAt<Form>(forms: readonly Form[], index: number): Form {
  const form = forms[index];
  if (!form) throw new Error(`Form ${index} was not opened`);
  return form;
}
