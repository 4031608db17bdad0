import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished } from "vitest";
import { createTavusStandIn, defaultTavusKey } from "../../sandbox/stand-ins/tavus/stand-in.ts";
import type { Conversation, ConversationMode } from "../../src/conversations/conversation.ts";
import type { Keeper } from "../../src/conversations/keeper.ts";
import { type CardPlace, conversationKind } from "../../src/database/conversation/conversation-record.ts";
import { createSettingsStore } from "../../src/database/team/settings-store.ts";
import { createUsageStore } from "../../src/database/team/usage-store.ts";
import type { Worker } from "../../src/link/worker.ts";
import { buildPersonas } from "../../src/main/build-personas.ts";
import { buildConversations, type ConversationParts } from "../../src/main/kinds/build-conversations.ts";
import { randomId } from "../../src/random-id.ts";
import { createLimits } from "../../src/tenants/limits.ts";
import { createTeamSettings } from "../../src/tenants/settings.ts";
import type { OpenDatabase } from "../support/databases.ts";
import { prepareBot } from "../support/harness/harness.ts";
import { createHarnessClock } from "../support/harness/harness-clock.ts";
import { RecordingNews } from "../support/harness/harness-news.ts";
import { watchTransit } from "../support/harness/transit.ts";
import { tenant } from "../support/personas/persona-builders.ts";
import { aLinkedRow, storeRows } from "../support/personas/stored-personas.ts";
import { promptWait } from "../support/prompt-wait.ts";
import { untilTrue } from "../support/until-true.ts";
import { aPersona } from "../tavus/setup.ts";

const patience = 400;

/** A database and a Tavus by one clock that can be moved, with a linked persona; as many bots as a test starts. */
export async function openCallWorld(
  open: OpenDatabase,
  { teamMinutes = 240, publicUrl }: { teamMinutes?: number; publicUrl?: string } = {},
) {
  const clock = createHarnessClock();
  const database = await open({ clock: clock.now });
  const standIn = await createTavusStandIn({ now: clock.now, accounts: [{ keys: [defaultTavusKey] }] });
  onTestFinished(() => standIn.close());
  const transit = watchTransit(standIn);
  const told: Conversation[] = [];
  const cards: { trouble?: Error } = {};

  function startBot() {
    const prepared = prepareBot({ database, standIn, transit, key: defaultTavusKey, timeoutMs: patience });
    const settings = createTeamSettings(createSettingsStore(prepared.database), clock.now);
    const limits = createLimits({ store: createUsageStore(prepared.database), settings, now: clock.now });
    const rooms: ConversationParts[] = [];
    const parts = buildPersonas({
      ...prepared,
      news: new RecordingNews(),
      outcomeWait: promptWait,
      others: [
        {
          name: conversationKind,
          build(tools) {
            const { kind, ...built } = buildConversations(
              { ...prepared, limits, publicUrl, secrets: undefined, news: newsInto(told, cards) },
              tools,
            );
            rooms.push(built);
            return kind;
          },
        },
      ],
    });
    const [room] = rooms;
    if (!room) throw new Error("There are no rooms.");
    parts.worker.start();
    room.keeper.start();
    const bot = {
      ...room,
      worker: parts.worker,
      wake() {
        parts.worker.wake();
        room.keeper.wake();
      },
      join: (userId: string, pressId = randomId(12), mode: ConversationMode = "video", card?: CardPlace) =>
        room.conversations.join({
          tenantId: tenant,
          userId,
          pressId,
          persona,
          card,
          mode,
        }),
      async stop() {
        await Promise.all([parts.worker.stop(2000), room.keeper.stop(2000)]);
        prepared.tavus.close();
      },
      /** As by `kill -9`. */
      kill() {
        prepared.die();
        void parts.worker.stop(0);
        void room.keeper.stop(0);
      },
    };
    onTestFinished(() => bot.stop());
    return bot;
  }

  const { tavus } = prepareBot({ database, standIn, transit, key: defaultTavusKey, timeoutMs: 2000 });
  const { id: tavusPersonaId } = await tavus.createPersona(
    defaultTavusKey,
    aPersona({ replicaId: "r90bbd427f71" }),
  );
  const row = aLinkedRow({ tenant_id: tenant, name: "Ada", tavus_persona_id: tavusPersonaId });
  await storeRows(database, [row]);
  await createSettingsStore(database).change(tenant, {
    limits: { "conversationMinutes.team": teamMinutes, "conversationMinutes.member": teamMinutes },
  });
  const persona = { id: row.id, name: "Ada", tavusPersonaId };

  return {
    database,
    standIn,
    told,
    /** What editing a card meets. */
    cards,
    account: standIn.account(),
    startBot,
    /** Waits for what is on its way: Tavus carries nothing out minutes after it was sent. */
    advance: (ms: number) => transit.whenEnded(() => clock.advance(ms)),
    rows: () => database.kysely.selectFrom("conversations").selectAll().orderBy("opened_at").execute(),
    /** What the fullest day has taken so far. */
    async minutesTaken(): Promise<number> {
      const rows = await database.kysely
        .selectFrom("usage")
        .select(["day", (select) => select.fn.sum("amount").as("minutes")])
        .where("kind", "=", "conversationMinutes")
        .groupBy("day")
        .execute();
      return Math.max(0, ...rows.map(({ minutes }) => Number(minutes)));
    },
    /** Lets time pass, a little at a time, until every room is over and nothing is due. */
    async untilOver({ keeper, worker }: Lookers, stepMs = 5000): Promise<void> {
      await untilTrue(
        async () => {
          // A look that has been begun ends first: it has a lease, which so much time would end.
          await keeper.stop(20_000);
          await transit.whenEnded(() => clock.advance(stepMs));
          keeper.start();
          worker.wake();
          const rows = await database.kysely
            .selectFrom("conversations")
            .select(["ended_at", "look_at"])
            .execute();
          return rows.every(({ ended_at, look_at }) => ended_at !== null && look_at === null);
        },
        { what: "every room to be over" },
      );
    },
    /** The same until nothing of them is looked for any more: what a lost request may have made is ended then, too. */
    async untilQuiet({ worker }: Pick<Lookers, "worker">): Promise<void> {
      const waiting = async () => {
        const columns = ["next_attempt_at", "surplus_check_at"] as const;
        const links = await database.kysely.selectFrom("links").select(columns).execute();
        return links.flatMap((link) => Object.values(link)).filter((time) => time !== null);
      };
      for (let round = 0; round < 60 && (await waiting()).length > 0; round += 1) {
        await transit.whenEnded(() => clock.advance(11 * 60_000));
        // A start of the queue begins with a sweep, and what has been begun ends before more time passes.
        worker.start();
        for (let looks = 0; looks < 20; looks += 1) {
          await sleep(10);
          if ((await waiting()).every((time) => Date.parse(time) > clock.now())) break;
        }
        await worker.stop(20_000);
      }
      expect(await waiting(), "what is looked for").toEqual([]);
    },
  };
}

/** Those of a bot who look after its rooms. */
type Lookers = { keeper: Keeper; worker: Worker };

export type CallWorld = Awaited<ReturnType<typeof openCallWorld>>;
export type CallBot = ReturnType<CallWorld["startBot"]>;

function newsInto(told: Conversation[], cards: { trouble?: Error }) {
  return {
    announce: async (conversation: Conversation) => told.push(conversation) > 0,
    announceRemoval: async () => {},
    showCard: async () => {
      if (cards.trouble) throw cards.trouble;
      return true;
    },
    ended: () => {},
  };
}
