import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import { onTestFinished } from "vitest";
import { connectDatabase, type Database } from "../../../src/database/opening/connect.ts";
import { type Chat, platforms, waitFor } from "../black-box/black-box-chat.ts";
import { type BotInProcess, startBotInProcess } from "../bot-in-process.ts";
import { askServer } from "../postgres.ts";
import { type PostgresServer, startPostgres } from "../postgres-server.ts";
import { untilTrue } from "../until-true.ts";

/** What happens to the server under everybody. */
export const restarts: { [how: string]: (server: PostgresServer) => Promise<void> } = {
  fast: (server) => server.restart("fast"),
  immediate: (server) => server.restart("immediate"),
  /** A primary that moves: everybody is cut off, then finds a server that only reads, then one that recovers, then the new one. */
  async moving(server) {
    await server.restart("fast", { isReadOnly: true });
    await pause(readOnlyMs);
    await server.restart("immediate");
  },
};

const readOnlyMs = 800;
const before = 300;
const after = 1500;
const peopleAtOnce = 4;

/** One persona that somebody wanted, and what they read of it. */
type Wish = { name: string; chat: Chat; toldAgain: string[] };

export type Report = {
  wishes: number;
  /** Sentences by which people were told to do it once more, and whether it was saved by then. */
  toldAgain: string[];
  lost: string[];
  doubled: string[];
  silent: string[];
  /** Of the process that these tests share with the bot. */
  fatal: string[];
};

/** People create personas on both platforms while the server under the bot is restarted so often, and then all comes to rest. */
export async function createUnderRestarts(how: keyof typeof restarts, times: number): Promise<Report> {
  // What was committed has to survive a server that stops without a word.
  const server = await startPostgres(["synchronous_commit=on"]);
  onTestFinished(() => server.stop());
  await askServer(server.url, "create database bot");
  const location = { kind: "postgres", url: `${server.url}/bot` } as const;
  const bot = await startBotInProcess({ location });
  const own = await connectDatabase(location);
  onTestFinished(() => own.close());
  await liftLimits(own, bot);
  const wishes: Wish[] = [];
  for (let time = 0; time < times; time += 1) {
    let isOver = false;
    const people = platforms.flatMap((platform) =>
      Array.from({ length: peopleAtOnce }, async () => {
        while (!isOver) await wish(bot.admin(platform), `P${wishes.length}`, wishes);
      }),
    );
    await pause(before);
    await restarts[how]?.(server);
    await pause(after);
    isOver = true;
    await Promise.all(people);
  }
  return report(bot, own, wishes);
}

/** Fills in the form, and sends it again as long as it comes back. */
async function wish(chat: Chat, name: string, wishes: Wish[]): Promise<void> {
  const made: Wish = { name, chat, toldAgain: [] };
  wishes.push(made);
  const open = await chat.openForm().catch(() => undefined);
  if (!open) {
    made.toldAgain.push(`no form: ${chat.messages().at(-1)?.text ?? "silence"}`);
    wishes.splice(wishes.indexOf(made), 1);
    return;
  }
  let form = open;
  for (;;) {
    const submission = await form.submit({ name, prompt: "You help." });
    const answered = await Promise.race([
      submission.refusal().catch(() => undefined),
      waitFor(() => saidOf(chat, name), 30_000).then(
        () => undefined,
        () => undefined,
      ),
    ]);
    if (!answered) return;
    made.toldAgain.push(answered.text);
    form = answered.form;
    await pause(500);
  }
}

function saidOf(chat: Chat, name: string): string | undefined {
  return chat.messages().findLast(({ text }) => text.includes(`“${name}”`))?.text;
}

async function liftLimits({ kysely }: Database, bot: BotInProcess): Promise<void> {
  const limits = JSON.stringify({ "creates.member": 1e6, "creates.team": 1e6 });
  for (const platform of platforms) {
    const { tenantId } = bot.admin(platform);
    await sql`insert into tenant_settings (tenant_id, limits_json, updated_at) values (${tenantId}, ${limits}, '')
      on conflict (tenant_id) do update set limits_json = excluded.limits_json`.execute(kysely);
  }
}

async function report(bot: BotInProcess, { kysely }: Database, wishes: Wish[]): Promise<Report> {
  const isSettled = async () => {
    const { rest } = await kysely
      .selectFrom("links")
      .select((of) => of.fn.countAll<number>().as("rest"))
      .where("state", "=", "pending")
      .executeTakeFirstOrThrow();
    return rest === 0;
  };
  await untilTrue(isSettled, { what: "every persona to be linked", patienceMs: 120_000 });
  const saved = await kysely.selectFrom("personas").select("name").where("deleted_at", "is", null).execute();
  const inTavus = bot.world.tavus.account().personas.map(({ document }) => String(document.persona_name));
  const times = (names: string[], name: string) => names.filter((other) => other === name).length;
  const isTold = ({ chat, name }: Wish) => saidOf(chat, name)?.includes(`“${name}” is ready`);
  const savedNames = saved.map(({ name }) => name);
  await untilTrue(() => wishes.every(isTold), { what: "everybody to be told", patienceMs: 90_000 }).catch(
    () => undefined,
  );
  const namesOf = (which: Wish[]) => which.map(({ name }) => name);
  return {
    wishes: wishes.length,
    toldAgain: wishes.flatMap(({ toldAgain }) => toldAgain),
    lost: namesOf(wishes.filter(({ name }) => times(savedNames, name) < 1 || times(inTavus, name) < 1)),
    doubled: namesOf(wishes.filter(({ name }) => times(savedNames, name) > 1 || times(inTavus, name) > 1)),
    silent: wishes
      .filter((each) => !isTold(each))
      .map((each) => `${each.name}: ${saidOf(each.chat, each.name)}`),
    fatal: bot.lines.filter((line) => /"level":(60|"fatal")/.test(line)),
  };
}
