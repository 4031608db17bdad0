import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";
import type { DirectWay } from "../../../../src/chat/interaction.ts";
import type { Role } from "../../../../src/chat/member.ts";
import { mustBeOurs } from "../../../../src/chat/refusal.ts";
import type { Reply } from "../../../../src/chat/reply.ts";
import { createLog } from "../../../../src/log.ts";
import { buildParts } from "../../../../src/main/build-parts.ts";
import { key, startTavus } from "../../../tavus/setup.ts";
import type { OpenDatabase } from "../../databases.ts";
import { createPerson, guild, workspace } from "../../persona-bot.ts";
import { promptWait } from "../../prompt-wait.ts";
import { recordChannels } from "../../recording-channels.ts";
import { expectWithinLimits } from "../../reply-limits.ts";
import { createEverythingDue } from "./due.ts";

export const teams = [workspace, guild] as const;
export const otherKey = "other-account-key";
const day = 86_400_000;
/** Twelve minutes before a midnight that begins a month. */
const begunMs = Date.parse("2026-01-31T23:48:00.000Z");

/** A bot by a clock that stands still until it is moved, which can be stopped and started again; Tavus calls when it is told to. */
export async function openLifeWorld(open: OpenDatabase) {
  let skippedMs = 0;
  const clock = () => begunMs + skippedMs;
  const database = await open({ clock });
  const { standIn, client } = await startTavus({
    timeoutMs: 1500,
    now: clock,
    accounts: [{ keys: [key] }, { keys: [otherKey] }],
  });
  standIn.callbacks.weather = "lost";
  const written: string[] = [];
  const direct: { userId: string; reply: Reply }[] = [];
  const channels = recordChannels();
  async function send(userId: string, reply: Reply, _refused?: unknown, way: DirectWay = {}) {
    expectWithinLimits(reply);
    await mustBeOurs(way);
    direct.push({ userId, reply });
    return true;
  }

  function build() {
    const parts = buildParts({
      config: {
        tavus: {
          apiKey: key,
          apiKeyTenants: [workspace],
          vocabulary: "personas",
          models: ["tavus-one"],
          apiUrl: standIn.url,
        },
        database: { kind: "sqlite", file: ":memory:" },
        ...{ port: 9, publicUrl: "https://bot.example.org" },
        encryptionKeys: [Buffer.alloc(32, 7)],
        logLevel: "info",
      },
      ...{ database, tavus: client, channelsOf: () => channels, sendDirectFor: () => send },
      log: createLog({ level: "info", secrets: [key], destination: { write: (line) => written.push(line) } }),
      outcomeWait: { ...promptWait, patienceMs: 1500 },
      answerPausesMs: [1, 1],
    });
    const { worker, keeper, followUps, follower, pageKeeper, owed } = parts;
    const lookers = [worker, keeper, followUps, follower, pageKeeper];
    return {
      ...parts,
      start() {
        for (const looker of lookers) looker.start();
        owed.start(1000);
      },
      wake() {
        for (const looker of [...lookers, owed]) looker.wake();
      },
      async rest() {
        await Promise.all([...lookers, owed].map((looker) => looker.stop(20_000)));
      },
      async stop() {
        await this.rest();
        parts.watchers.close();
        parts.videoWatchers.close();
      },
      async purge() {
        await parts.deliveries.purgeOlderThan(clock() - day, 1500);
        await parts.conversationStore.purgeEndedBefore(clock() - 30 * day, 1500);
        await parts.landingPageStore.purgeEndedBefore(clock() - 30 * day, 1500);
        await parts.rehearsalLines.purgeSaidBefore(clock() - day, 1500);
        await followUps.purge();
        await parts.services.life.purge();
      },
    };
  }

  let bot = build();
  bot.start();
  onTestFinished(() => bot.stop());
  const isDue = createEverythingDue(database);

  const doneSoFar = () => [standIn.requests.length, direct.length, channels.messages.length].join();

  /** Waits until nothing is due any more, and nothing goes on: what was begun is waited for, however long it takes. */
  async function settle(): Promise<void> {
    let before = doneSoFar();
    for (let looks = 0; looks < 800; looks += 1) {
      bot.wake();
      await sleep(5);
      if (await isDue()) continue;
      await bot.rest();
      bot.start();
      const now = doneSoFar();
      if (now === before && !(await isDue())) return;
      before = now;
    }
  }

  async function pass(ms: number): Promise<void> {
    await bot.rest();
    skippedMs += ms;
    bot.start();
    await settle();
  }

  return {
    ...{ rows: database.kysely, standIn, channels, direct, written, clock, settle },
    bot: () => bot,
    person: (userId: string, role: Role, tenantId: (typeof teams)[number]) =>
      createPerson({
        dispatch: (...asked) => bot.dispatcher.dispatch(...asked),
        ...{ userId, role, tenantId, standing: {} },
      }),
    /** Tavus calls this address. */
    async callBack(url: string): Promise<void> {
      const hash = createHash("sha256")
        .update(url.split("/").at(-1) ?? "")
        .digest("hex");
      for (const receive of bot.callbacks) if (await receive(hash)) return;
    },
    /** In ever longer pieces, as the bot looks on. */
    async flow(ms: number): Promise<void> {
      for (let left = ms, piece = 5000; left > 0; left -= piece, piece *= 6)
        await pass(Math.min(left, piece));
    },
    async stopFor(ms: number): Promise<void> {
      await bot.stop();
      skippedMs += ms;
      bot = build();
      bot.start();
      await settle();
    },
  };
}

export type LifeWorld = Awaited<ReturnType<typeof openLifeWorld>>;
