import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import type { SandboxWorld } from "../../../sandbox/stand-ins/world.ts";
import { connectDatabase } from "../../../src/database/opening/connect.ts";
import { answerTo, type Chat, offers, type Platform, reads } from "../black-box/black-box-chat.ts";
import { startBotInProcess } from "../bot-in-process.ts";
import { type Engine, makeEmptyDatabase } from "../databases.ts";
import { createDyingDatabase, type Death } from "../faults/dying-database.ts";
import { untilTrue } from "../until-true.ts";

/** With the retries of a process to which no platform answers. */
const timeout = 60_000;

/** Longer than people wait unspoken to, so that an answer is promised. */
const slow = { delayMs: 2300 };

type Operation = {
  /** Everything up to what the process dies of; returns that. */
  prepare(chat: Chat, world: SandboxWorld): Promise<() => Promise<unknown>>;
  /** What they are told, once. */
  told: string;
  /** How the person's knowing it is noted. */
  note(statement: string): boolean;
  showsProgress?: boolean;
};

/** Of what they asked for: not with it, as when they ask for more, which sets more. */
const noteOfLink = (statement: string) =>
  statement.includes('"told_at"') &&
  statement.includes('"answer_sealed"') &&
  !/"(state|unsettled_since|gone_at)"/.test(statement);
const noteOfOwed = (statement: string) =>
  statement.includes("DeleteQueryNode") && statement.includes('"owed"');

async function make(chat: Chat, name: string): Promise<void> {
  await (await chat.openForm()).submit({ name, prompt: "You help." });
  await reads(chat, `“${name}” is ready`);
}

const operations: Record<string, Operation> = {
  "a create": {
    async prepare(chat) {
      const form = await chat.openForm();
      return () => form.submit({ name: "Ada", prompt: "You help." });
    },
    told: "“Ada” is ready",
    note: noteOfLink,
  },
  "an edit": {
    async prepare(chat) {
      await make(chat, "Ada");
      const form = await chat.runForForm("persona-edit", { persona: "Ada" });
      return () => form.submit({ name: "Grace" });
    },
    told: "“Grace” is ready",
    note: noteOfLink,
  },
  "an edit from a card": {
    async prepare(chat) {
      await make(chat, "Ada");
      const card = await answerTo(chat, () => chat.run("persona-show", { persona: "Ada" }));
      const form = await card.pressForForm("Edit");
      return () => form.submit({ name: "Grace" });
    },
    told: "“Grace” is ready",
    note: noteOfLink,
  },
  "a Retry": {
    async prepare(chat, world) {
      const mend = world.tavus.setFault("rejected", { operation: "create persona" });
      await (await chat.openForm()).submit({ name: "Ada", prompt: "You help." });
      const refused = await offers(chat, "Retry");
      mend();
      return () => refused.press("Retry");
    },
    told: "“Ada” is ready",
    note: noteOfLink,
  },
  "a slow deletion": {
    async prepare(chat, world) {
      await make(chat, "Ada");
      const asked = await answerTo(chat, () => chat.run("persona-delete", { persona: "Ada" }));
      world.tavus.setFault(slow, { operation: "delete persona" });
      return () => asked.press("Delete here and in Tavus");
    },
    told: "“Ada” was deleted",
    note: noteOfOwed,
  },
  "a slow sync": {
    async prepare(chat, world) {
      world.tavus.setFault(slow, { operation: "list personas" });
      return () => chat.run("persona-sync");
    },
    told: "Both sides were compared",
    showsProgress: true,
    note: noteOfOwed,
  },
};

/** What every answer asks last, before it is said. */
const lastQuestion = (statement: string) => statement.includes("select exists (select 1 from links");

const moments: Record<string, (operation: Operation) => Death> = {
  "before it says so": () => ({ at: lastQuestion, when: "before" }),
  "when it has said so and not noted it": ({ note }) => ({ at: note, when: "before" }),
  "when it has noted it": ({ note }) => ({ at: note, when: "after" }),
};

/** By hand, with `TOLD_ONCE=whole`, every moment; else the one at which two would tell. */
const isWhole = process.env.TOLD_ONCE === "whole";

/** Everything that people ask for, on one chat and engine, and the moments at which the process may die of it. */
export function describeToldOnce(platform: Platform, engine: Engine): void {
  const whens = Object.keys(moments).filter(
    (when) => isWhole || when === "when it has said so and not noted it",
  );
  test.each(
    Object.keys(operations).flatMap((what) => whens.map((when) => ({ what, when }))),
  )(`on ${platform}, with ${engine}, $what is told in one message though its process dies $when`, {
    timeout,
  }, async ({ what, when }) => {
    const operation = operations[what];
    const death = operation && moments[when]?.(operation);
    if (!operation || !death) throw new Error("There is no such case.");
    const location = await makeEmptyDatabase(engine);
    const dying = createDyingDatabase();
    const started = await startBotInProcess({ location, connect: dying.connect });
    const chat = started.admin(platform);
    const act = await operation.prepare(chat, started.world);
    const onlooker = await connectDatabase(location);
    onTestFinished(() => onlooker.close());
    await untilTrue(async () => !(await isOwed(onlooker.kysely)), { what: "what came before to be noted" });

    dying.dieAt(death);
    if (when === "before it says so") silence(started.world);
    await act().catch(() => undefined);
    await untilTrue(dying.isDead, { what: "the process to die" });
    // A dead process cannot say that it goes, and what it still tries to say is over before anybody could hear it.
    await started.bot.stop(when === "before it says so" ? 8000 : 100).catch(() => undefined);
    await dying.bury();
    await passTime(onlooker.kysely);
    dying.revive();
    for (const standIn of [started.world.tavus, started.world.discord, started.world.slack])
      standIn.clearFaults();
    await started.restart();

    await untilTrue(() => told(chat, operation) > 0, { what: "the person to be told" });
    await untilTrue(async () => !(await isOwed(onlooker.kysely)), { what: "nothing to be owed" });
    const screen = chat.messages().map(({ text }) => text);
    expect(told(chat, operation), screen.join(" / ")).toBe(1);
  });
}

/** Nothing that it says reaches anybody. */
function silence({ discord, slack }: SandboxWorld): void {
  discord.fault({ match: /callback|webhooks|messages/, drop: "before", times: 100 });
  for (const way of ["response_url", "chat.postMessage", "chat.update"])
    slack.fail(way, { drop: "before", times: 100 });
}

/** Where an answer stands where they asked, the message that has shown how far it was may say the same. */
function told(chat: Chat, { told: words, showsProgress = false }: Operation): number {
  const says = ({ text }: { text: string }) => text.includes(words);
  const all = chat.messages().filter(says).length;
  const direct = chat.directMessages().filter(says).length;
  return showsProgress ? Math.max(direct, all - direct) : all;
}

type Kysely = Awaited<ReturnType<typeof connectDatabase>>["kysely"];

/** So long that whoever comes after a dead process tells in its place. */
async function passTime(kysely: Kysely): Promise<void> {
  const past = "2020-01-01T00:00:00.000Z";
  await sql`update links set tell_lease_until = ${past} where told_at is null and tell_lease_until is not null`.execute(
    kysely,
  );
  // Nobody waits any more in the process that is dead.
  await sql`update links set watched_until = ${past} where watched_until is not null`.execute(kysely);
  await sql`update owed set tell_at = ${past} where tell_at < '9999'`.execute(kysely);
  await sql`update sync_runs set lease_until = ${past} where ended_at is null`.execute(kysely);
  // What a dead process held of Discord's gateway is free by then.
  for (const table of ["instances", "discord_seats", "discord_shards", "discord_starts"])
    await sql`delete from ${sql.table(table)}`.execute(kysely);
}

async function isOwed(kysely: Kysely): Promise<boolean> {
  const links = await kysely.selectFrom("links").select("told_at").where("told_at", "is", null).execute();
  const owed = await kysely.selectFrom("owed").select("delivery_id").execute();
  return links.length + owed.length > 0;
}
