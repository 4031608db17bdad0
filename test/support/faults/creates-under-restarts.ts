import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import { onTestFinished } from "vitest";
import { type PostgresServer, startPostgres } from "../../../sandbox/stand-ins/postgres-server.ts";
import { connectDatabase, type Database } from "../../../src/database/opening/connect.ts";
import { type Chat, type Form, platforms, waitFor } from "../black-box/black-box-chat.ts";
import { type BotInProcess, startBotInProcess } from "../bot-in-process.ts";
import { askServer } from "../postgres.ts";
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
  /** Those for whom no form opened, with what they read instead. */
  unopened: string[];
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
  const unopened: string[] = [];
  let names = 1000;
  for (let time = 0; time < times; time += 1) {
    let isOver = false;
    const people = platforms.flatMap((platform) =>
      Array.from({ length: peopleAtOnce }, async () => {
        while (!isOver) await wish(bot.admin(platform), `P${names++}`, { wishes, unopened });
      }),
    );
    await pause(before);
    await restarts[how]?.(server);
    await pause(after);
    isOver = true;
    await Promise.all(people);
  }
  return { ...(await report(bot, own, wishes)), unopened };
}

/** Fills in the form, and sends it again as long as it comes back. */
async function wish(
  chat: Chat,
  name: string,
  { wishes, unopened }: { wishes: Wish[]; unopened: string[] },
): Promise<void> {
  const open = (await openedForm(chat)) ?? (await openedForm(chat));
  if (!open) {
    unopened.push(`${chat.platform}: ${screenOf(chat)}`);
    return;
  }
  const made: Wish = { name, chat, toldAgain: [] };
  wishes.push(made);
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

/** Undefined: the platform gave up waiting, as it also does on a machine that is too busy. People then run the command again. */
function openedForm(chat: Chat): Promise<Form | undefined> {
  return chat.openForm().catch(() => openLater(chat).catch(() => undefined));
}

/** Discord takes a form within three seconds or not at all; afterwards a button opens it. */
async function openLater(chat: Chat): Promise<Form | undefined> {
  const find = () => chat.messages().findLast(({ buttons }) => buttons.length > 0);
  const seen = await waitFor(find).catch(() => undefined);
  const label = seen?.buttons[0]?.label;
  return label === undefined ? undefined : seen?.pressForForm(label);
}

function screenOf(chat: Chat): string {
  return chat
    .messages()
    .map(({ text }) => text)
    .join(" / ");
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

async function report(
  bot: BotInProcess,
  { kysely }: Database,
  wishes: Wish[],
): Promise<Omit<Report, "unopened">> {
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
    silent: wishes.filter((each) => !isTold(each)).map(({ chat, name }) => `${name}: ${screenOf(chat)}`),
    fatal: bot.lines.filter((line) => /"level":(60|"fatal")/.test(line)),
  };
}
