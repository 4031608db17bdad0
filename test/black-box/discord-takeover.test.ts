import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { type BotProcess, startBotProcess } from "../../sandbox/stand-ins/bot-process.ts";
import { createSandboxWorld, type SandboxWorld } from "../../sandbox/stand-ins/world.ts";
import { type Chat, type Seen, waitFor } from "../support/black-box/black-box-chat.ts";
import { createDiscordChat } from "../support/black-box/black-box-discord.ts";
import { compiledCode } from "../support/black-box/compiled-code.ts";
import { freePort } from "../support/black-box/free-port.ts";
import { makeEmptyDatabase } from "../support/databases.ts";

const timeout = 120_000;
type Way = "gateway" | "http";
type Member = { bot: BotProcess };
const longAgo = "2000-01-01T00:00:00.000Z";

/** One process; `start` starts the other, to which Discord sends from then on. */
async function startFirst(way: Way) {
  const location = await makeEmptyDatabase("postgres");
  if (location.kind !== "postgres") throw new Error("Two processes need PostgreSQL.");
  const world = await createSandboxWorld(location.url);
  onTestFinished(() => world.close());
  const client = new pg.Client({ connectionString: location.url });
  await client.connect();
  onTestFinished(() => client.end());
  const payloads: Record<string, unknown>[] = [];
  world.discord.onEvent((event) => {
    if (event.kind === "interaction") payloads.push(event.payload);
  });
  const start = () => startMember(world, way);
  return { world, client, payloads, start, first: await start() };
}

async function startMember(world: SandboxWorld, way: Way): Promise<Member> {
  const port = await freePort();
  const { SLACK_BOT_TOKEN: _, SLACK_APP_TOKEN: __, ...env } = world.env;
  const address = `http://localhost:${port}`;
  const door = {
    DISCORD_PUBLIC_KEY: world.discord.signer.publicKey,
    PORT: String(port),
    PUBLIC_URL: address,
  };
  // Both are told to have the shard: nobody waits until the dead one's is free.
  const shard = { DISCORD_SHARDS: "0", DISCORD_SHARD_COUNT: "1" };
  const bot = startBotProcess({ env: { ...compiledCode, ...env, ...(way === "http" ? door : shard) } });
  onTestFinished(() => bot.kill());
  await bot.ready(60_000);
  if (way === "http") await world.discord.enterAddress("interactions", `${address}/discord/interactions`);
  return { bot };
}

type Act = {
  /** Has Tavus or the database take long, and starts what is to be answered. Returns how to let it go on. */
  begin(chat: Chat, two: Awaited<ReturnType<typeof startFirst>>): Promise<() => unknown>;
  answers: RegExp;
};

const acts: { [what: string]: Act } = {
  "a form": {
    answers: /“Ada” is ready/,
    async begin(chat, { world }) {
      const hurry = world.tavus.setFault({ delayMs: 60_000 }, { operation: "create persona" });
      const form = await chat.openForm({ kind: "creator" });
      await form.submit({ name: "Ada", prompt: "You help." });
      return hurry;
    },
  },
  "a sync": {
    answers: /Both sides were compared/,
    async begin(chat, { world, client }) {
      const hurry = world.tavus.setFault({ delayMs: 60_000 }, { operation: "list personas" });
      await chat.run("persona-sync");
      // Before it is noted where the announcement stands, the answer comes as a message of its own.
      await waitFor(() => hasRow(client, "select 1 from owed where standing_sealed is not null"));
      return hurry;
    },
  },
  "a list": {
    answers: /No personas yet/,
    async begin(chat, { client }) {
      await client.query("begin; lock table personas in access exclusive mode");
      await chat.run("persona-list");
      return () => client.query("rollback");
    },
  },
};

/** What differs by the way is how one process sees what the other has got; one act shows that over HTTP. */
const cases: { way: Way; what: string }[] = [
  { way: "http", what: "a form" },
  { way: "gateway", what: "a sync" },
  { way: "gateway", what: "a list" },
];

test.each(
  cases,
)("$what that came over $way to a process that died before it had answered is answered by the other, once", {
  timeout,
}, async ({ way, what }) => {
  const act = acts[what];
  if (!act) throw new Error("There is no such act.");
  const two = await startFirst(way);
  const { world, client, first } = two;
  const chat = createDiscordChat(world.discord, { isAdmin: true });
  const goOn = await act.begin(chat, two);
  await waitFor(() => chat.messages().length > 0);
  const interaction = two.payloads.at(-1);
  const instance = await waitFor(() => holderOf(client, String(interaction?.id)));

  await first.bot.kill();
  await goOn();
  await two.start();
  if (interaction) world.discord.dispatchInteraction(interaction);
  // As if it had said nothing for so long.
  await client.query("update instances set beat_at = $1 where instance_id = $2", [longAgo, instance]);
  await client.query("update sync_runs set lease_until = $1 where ended_at is null", [longAgo]);

  await waitFor(() => answersTo(chat, act).length > 0, timeout);
  await waitFor(() => isEnded(client, String(interaction?.id)));
  expect(answersTo(chat, act)).toHaveLength(1);
  expect(chat.messages()).toHaveLength(1);
  expect(world.discord.problems).toEqual([]);
});

async function holderOf(client: pg.Client, id: string): Promise<string | undefined> {
  const { rows } = await client.query<{ held_by: string }>(
    "select held_by from deliveries where delivery_id = $1",
    [`answer ${id}`],
  );
  return rows[0]?.held_by;
}

/** From then on nobody answers it. */
function isEnded(client: pg.Client, id: string): Promise<boolean> {
  return hasRow(client, "select 1 from deliveries where delivery_id = $1 and ended_at is not null", [
    `answer ${id}`,
  ]);
}

async function hasRow(client: pg.Client, query: string, values: unknown[] = []): Promise<boolean> {
  const { rows } = await client.query(query, values);
  return rows.length > 0;
}

function answersTo(chat: Chat, { answers }: Act): Seen[] {
  return chat.messages().filter(({ text }) => answers.test(text));
}
