import { onTestFinished } from "vitest";
import type { Account } from "../../../sandbox/stand-ins/tavus/account.ts";
import type { RecordedRequest } from "../../../sandbox/stand-ins/tavus/exchange.ts";
import {
  createTavusStandIn,
  defaultTavusKey,
  type TavusStandIn,
} from "../../../sandbox/stand-ins/tavus/stand-in.ts";
import type { Database } from "../../../src/database/opening/connect.ts";
import { createTenantStore, type TenantStore } from "../../../src/database/team/tenant-store.ts";
import { createLog } from "../../../src/log.ts";
import { buildPersonas, type PersonaOptions, type PersonaParts } from "../../../src/main/build-personas.ts";
import type { CreateRequest, CreateResult } from "../../../src/personas/create.ts";
import type { Persona } from "../../../src/personas/persona.ts";
import { createTavusClient } from "../../../src/tavus/client.ts";
import { createTenantKeys } from "../../../src/tenants/keys.ts";
import type { OpenDatabase } from "../databases.ts";
import { aRequest, otherTenant, tenant } from "../personas/persona-builders.ts";
import { type FlatRow, readFlat } from "../personas/persona-rows.ts";
import { promptWait } from "../prompt-wait.ts";
import { untilTrue } from "../until-true.ts";
import { createHarnessClock, dateCreations } from "./harness-clock.ts";
import { RecordingNews } from "./harness-news.ts";
import { makeMortal } from "./mortal-database.ts";
import { type Transit, watchTransit } from "./transit.ts";

/** How long the harness waits for Tavus, so that a busy machine is never taken for a Tavus that does not answer. */
const usualTimeoutMs = 2_000;
export const harnessKey = defaultTavusKey;
/** Opens the same account; with `twoAccounts` another one. */
export const otherKey = "other-tavus-key";

export type HarnessOptions = {
  /** Undefined: no key at all. */
  key?: string | undefined;
  /** How long its bots wait for Tavus. */
  timeoutMs?: number;
  /** `otherKey` belongs to an account of its own. */
  twoAccounts?: boolean;
  /** How its bots start the thread that reads a large account. */
  startThread?: PersonaOptions["startThread"];
};

/** For tests in which Tavus does not answer, or too late. */
export const impatient = { timeoutMs: 400 } as const satisfies HarnessOptions;

/** One process of the bot without its chat side. */
export type Bot = PersonaParts & {
  create(request?: CreateRequest, saved?: () => Promise<void>): Promise<CreateResult>;
  /** As by `kill -9`: nothing of it reads or writes any more, but what it sent is on its way. */
  kill(): void;
};

export type Harness = {
  database: Database;
  standIn: TavusStandIn;
  account: Account;
  news: RecordingNews;
  tenants: TenantStore;
  /** How long its bots wait for Tavus. */
  timeoutMs: number;
  now(): number;
  /** Lets this much time pass at once. */
  advance(ms: number): void;
  /** The same, as soon as no create is on its way any more. */
  advanceAfterAll(ms: number): Promise<void>;
  transit: Transit;
  /** Another process on the same database and Tavus. */
  startBot(options?: { key?: string | undefined; outcomePatienceMs?: number; timeoutMs?: number }): Bot;
  /** Starts the bot's queue, or starts it anew: a start begins with a sweep. */
  work(bot: Pick<Bot, "worker">): Promise<void>;
  /** Waits until the condition holds, nudging the bot's queue all the while. */
  until(bot: Pick<Bot, "worker">, condition: () => boolean | Promise<boolean>, what?: string): Promise<void>;
  /** Nudges the queue until it has found nothing to do for a while. */
  rest(bot: Pick<Bot, "worker">): Promise<void>;
  row(persona: Pick<Persona, "tenantId" | "id">): Promise<FlatRow>;
  rows(): Promise<FlatRow[]>;
  requests(operation: RecordedRequest["operation"]): RecordedRequest[];
  /** The account's personas that carry the record line of this one. */
  carriers(persona: Pick<Persona, "id">): string[];
};

/** A database, a Tavus over HTTP and as many bots as a test starts, all closed with the test. */
export async function openHarness(open: OpenDatabase, options: HarnessOptions = {}): Promise<Harness> {
  const clock = createHarnessClock();
  const database = await open({ clock: clock.now });
  const standIn = await startTavus(options, clock.now);
  dateCreations(standIn, clock);
  const transit = watchTransit(standIn);
  const news = new RecordingNews();
  const { timeoutMs = usualTimeoutMs, startThread } = options;
  const usualKey = "key" in options ? options.key : harnessKey;

  const bots: Bot[] = [];

  return {
    ...observers(database, standIn, bots),
    database,
    standIn,
    account: standIn.account(),
    news,
    tenants: createTenantStore(database),
    timeoutMs,
    now: clock.now,
    advance: clock.advance,
    advanceAfterAll: (ms) => transit.whenEnded(() => clock.advance(ms)),
    transit,
    startBot(chosen = {}) {
      const bot = startBot({
        database,
        standIn,
        transit,
        news,
        key: usualKey,
        timeoutMs,
        startThread,
        ...chosen,
      });
      bots.push(bot);
      return bot;
    },
    work: restart,
    async until(bot, condition, what = "the condition") {
      await untilTrue(
        () => {
          bot.worker.wake();
          return condition();
        },
        { what },
      );
    },
    rest: (bot) => restUntilQuiet(bot, standIn),
  };
}

async function startTavus({ twoAccounts = false }: HarnessOptions, now: () => number): Promise<TavusStandIn> {
  const accounts = twoAccounts
    ? [{ keys: [harnessKey] }, { keys: [otherKey] }]
    : [{ keys: [harnessKey, otherKey] }];
  const standIn = await createTavusStandIn({ accounts, now });
  onTestFinished(() => standIn.close());
  return standIn;
}

type BotParts = Pick<Harness, "database" | "standIn" | "transit"> & {
  key: string | undefined;
  timeoutMs: number;
  outcomePatienceMs?: number;
  startThread?: PersonaOptions["startThread"];
};

/** What a process of the bot is made of here; `kill` ends it as `kill -9` does. */
export function prepareBot({ database, standIn, transit, key, timeoutMs }: BotParts) {
  const mortal = makeMortal(database);
  const tavus = createTavusClient({
    apiUrl: standIn.url,
    vocabulary: "personas",
    timeoutMs,
    // Readings, which no test waits out, have far more.
    readTimeoutMs: 5 * timeoutMs,
  });
  transit.follow(tavus);
  const keys = createTenantKeys({
    operatorKey: key,
    operatorTenants: [tenant, otherTenant],
    onlyGuild: { find: async () => undefined, keep: async (tenantId) => tenantId },
  });
  const log = createLog({ level: "silent" });
  return { database: mortal.database, die: mortal.die, tavus, keys, log };
}

function startBot({
  news,
  outcomePatienceMs,
  startThread,
  ...options
}: BotParts & Pick<Harness, "news">): Bot {
  const { die, ...prepared } = prepareBot(options);
  const patience = outcomePatienceMs === undefined ? {} : { patienceMs: outcomePatienceMs };
  const parts = buildPersonas({
    ...prepared,
    news,
    startThread,
    outcomeWait: { ...promptWait, ...patience },
  });
  onTestFinished(async () => {
    parts.watchers.close();
    await parts.worker.stop(2_000);
    prepared.tavus.close();
  });
  return {
    ...parts,
    create: (request = aRequest(), saved = async () => {}) => parts.personas.create(request, saved),
    kill() {
      die();
      void parts.worker.stop(0);
    },
  };
}

async function restart({ worker }: Pick<Bot, "worker">): Promise<void> {
  await worker.stop(2_000);
  worker.start();
}

async function restUntilQuiet(bot: Pick<Bot, "worker">, standIn: TavusStandIn): Promise<void> {
  const quietMs = 150;
  let seen = -1;
  let quietSince = performance.now();
  await untilTrue(
    () => {
      bot.worker.wake();
      if (standIn.requests.length !== seen) quietSince = performance.now();
      seen = standIn.requests.length;
      return performance.now() - quietSince > quietMs;
    },
    { what: "the queue to rest" },
  );
}

function observers(
  database: Database,
  standIn: TavusStandIn,
  bots: readonly Bot[],
): Pick<Harness, "row" | "rows" | "requests" | "carriers"> {
  async function rows(): Promise<FlatRow[]> {
    for (const { toldBatch } of bots) await toldBatch.flush();
    return readFlat(database);
  }

  return {
    async row({ tenantId, id }) {
      const isIt = (row: FlatRow) => row.tenant_id === tenantId && row.id === id && row.deleted_at === null;
      const row = (await rows()).find(isIt);
      if (!row) throw new Error(`No persona ${id} in ${tenantId}.`);
      return row;
    },
    rows,
    requests: (operation) => standIn.requests.filter((request) => request.operation === operation),
    carriers: ({ id }) =>
      standIn.accounts
        .flatMap((account) => account.personas)
        .filter(({ document }) => String(document.system_prompt).endsWith(`[record ${id}]`))
        .map((persona) => persona.id),
  };
}
