import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { createForgottenTeams } from "../../src/database/forgotten/forget-team.ts";
import { connectDatabase, type Database } from "../../src/database/opening/connect.ts";
import { tablesOfTeam } from "../../src/database/team-tables.ts";
import { TeamForgottenError } from "../../src/errors.ts";
import { makeInterruptible } from "../support/between-statements.ts";
import { forEachEngine, type OpenDatabase } from "../support/databases.ts";
import {
  buttonIn,
  type Person,
  type PersonaBot,
  startPersonaBot,
  workspace,
} from "../support/persona-bot.ts";
import {
  answerIn,
  openedForm,
  type RecordingAnswering,
  recordAnswering,
} from "../support/recording-answering.ts";

type Act = (answering: RecordingAnswering) => Promise<unknown>;
/** Leads up to a piece of work undisturbed. */
type Work = (admin: Person, bot: PersonaBot) => Promise<Act>;

const create: Work = async (admin) => {
  const form = await admin.open();
  return (answering) => admin.send(form, { name: "Ada", prompt: "You are Ada." }, answering);
};

const press =
  (prepare: (admin: Person) => Promise<RecordingAnswering>, label: string): Work =>
  async (admin) => {
    const button = buttonIn(answerIn(await prepare(admin)), label);
    return (answering) => admin.press(button, { answering });
  };

const works: { [name: string]: Work } = {
  create,
  async "create that Tavus refuses"(admin, bot) {
    bot.standIn.setFault("outOfCredits", { operation: "create persona", times: 1 });
    return create(admin, bot);
  },
  async "create whose answer is lost"(admin, bot) {
    bot.standIn.setFault("losesAnswer", { operation: "create persona", times: 1 });
    return create(admin, bot);
  },
  "form opened": async (admin) => (answering) => admin.command({}, answering),
  async "form refused"(admin) {
    const form = await admin.open();
    return (answering) => admin.send(form, { name: "", prompt: "You are Ada." }, answering);
  },
  async edit(admin) {
    await admin.create();
    const form = openedForm(await admin.run("persona-edit", { persona: "Ada" }));
    return (answering) => admin.send(form, { prompt: "You are another." }, answering);
  },
  delete: press(async (admin) => {
    await admin.create();
    return admin.run("persona-delete", { persona: "Ada" });
  }, "Delete here and in Tavus"),
  share: press((admin) => admin.create(), "Share to channel"),
  async sync(admin, bot) {
    bot.account.addPersona({ name: "Found" });
    return (answering) => admin.command({ command: "persona-sync" }, answering);
  },
  async setup(admin) {
    const form = openedForm(await admin.run("persona-setup"));
    return (answering) => admin.send(form, { managers: ["U9"] }, answering);
  },
  async "key set"(admin) {
    const form = openedForm(await admin.run("persona-setup"));
    return (answering) => admin.send(form, { key: ownKey }, answering);
  },
  "export of everything": press((admin) => admin.run("persona-forget"), "Export everything"),
};

const ownKey = "0123456789abcdef0123456789abcdef";
const forgottenSentence = new TeamForgottenError().message;
const done = /is ready|is saved|Saved|was deleted|In step|Imported|Shared/;

forEachEngine((engine, open) => {
  test.each(
    Object.keys(works),
  )("%s leaves nothing behind and is not told as done, after whichever of its statements the team is forgotten", async (name) => {
    const { bot, interruptAfter, wasAfter, wasInterrupted, forget } = await startInterruptible(open);
    // Either engine refuses by the same statements; on PostgreSQL each place takes longer.
    for (let place = 1; ; place += engine === "sqlite" ? 1 : 3) {
      const admin = bot.person(`U${place}`, "admin");
      const act = await works[name]?.(admin, bot);
      // What it has left to be noted is none of the work's statements.
      await bot.toldBatch.flush();
      const before = bot.account.personas.map(({ id }) => id);
      const answering = recordAnswering();
      let saidBefore = 0;
      interruptAfter(place, async () => {
        saidBefore = answering.said.length;
        await forget();
      });

      await act?.(answering);
      await bot.services.audit.flush();
      if (!wasInterrupted()) return expect(place).toBeGreaterThan(1);
      bot.standIn.clearFaults();
      await sql`update leftovers set due_at = '2000'`.execute(bot.database.kysely);
      await bot.kind.removeLeftovers();

      const where = `${name}, after statement ${place}`;
      expect(await leftIn(bot.database), where).toEqual([]);
      const isNew = saidBefore === 0 || name !== "create";
      const made = bot.account.personas.filter(({ id }) => !before.includes(id));
      if (isNew) expect(made, where).toEqual([]);
      const later = answering.said.slice(saidBefore).flatMap((word) => ("reply" in word ? [word.reply] : []));
      const told = later.map(({ title, text }) => `${title} ${text?.replace(forgottenSentence, "")}`);
      // Forgotten after the last question before the answer, it is forgotten after the answer.
      const isOnItsWay = wasAfter(String.raw` as \"forgotten\"`);
      if (!isOnItsWay && name !== "share") expect(told.join(), where).not.toMatch(done);
      await forget();
    }
  }, 120_000);
});

/** A bot on a database of its own, and what another process does to the team between two of the bot's statements. */
async function startInterruptible(open: OpenDatabase) {
  // Both processes have one clock, which no two of their acts read alike.
  let nowMs = Date.now();
  const clock = () => {
    nowMs = Math.max(Date.now(), nowMs + 1);
    return nowMs;
  };
  const database = await open({ clock });
  const interruptible = makeInterruptible(database);
  const elsewhere = await connectElsewhere(database, clock);
  const bot = await startPersonaBot(async () => interruptible.database, { otherKeys: [ownKey] });
  // What looks after calls and videos has nothing to do here, and its statements are none of the work's.
  await Promise.all([bot.keeper, bot.follower, bot.followUps].map((one) => one.stop(2000)));
  const forget = () => beside(database, () => createForgottenTeams(elsewhere).forget(workspace));
  return { bot, ...interruptible, forget };
}

/** What another process has of it: on SQLite a connection of its own, on PostgreSQL another of the same pool. */
async function connectElsewhere(database: Database, clock: () => number): Promise<Database> {
  if (database.engine === "postgres") return database;
  const elsewhere = await connectDatabase({ kind: "sqlite", file: database.place }, { clock });
  onTestFinished(() => elsewhere.close());
  return elsewhere;
}

/** While nothing is open in this process, which has both connections: to wait for it would hold it up. */
function beside<T>({ engine, kysely }: Database, act: () => Promise<T>): Promise<T> {
  if (engine === "postgres") return act();
  return kysely.connection().execute(async (connection) => {
    // Before anything is read, what is to be committed is.
    await sql`select 1`.execute(connection);
    return act();
  });
}

/** The tables that hold something of the team, but that the bot is there. */
async function leftIn({ kysely }: Database): Promise<string[]> {
  const left: string[] = [];
  for (const { table } of tablesOfTeam.filter((each) => each.table !== "tenants")) {
    const { rows } = await sql`select 1 from ${sql.table(table)} where tenant_id = ${workspace}`.execute(
      kysely,
    );
    if (rows.length > 0) left.push(table);
  }
  return left;
}
