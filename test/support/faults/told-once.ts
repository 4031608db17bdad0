import { expect, onTestFinished, test } from "vitest";
import type { SandboxWorld } from "../../../sandbox/stand-ins/world.ts";
import { connectDatabase } from "../../../src/database/opening/connect.ts";
import { answerTo, type Chat, offers, type Platform, reads } from "../black-box/black-box-chat.ts";
import { startBotInProcess } from "../bot-in-process.ts";
import { type Engine, makeEmptyDatabase } from "../databases.ts";
import { createDyingDatabase, type Death } from "../faults/dying-database.ts";
import { untilTrue } from "../until-true.ts";
import { type Kysely, passTime, silence } from "./dead-process.ts";

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
  /** Whether what came of it is stored: there is something to be told. */
  isStored(kysely: Kysely): Promise<boolean>;
  showsProgress?: boolean;
};

/** Of what they asked for: not with it, as when they ask for more, which sets more. */
const noteOfLink = (statement: string) =>
  statement.includes('"told_at"') &&
  statement.includes('"answer_sealed"') &&
  !/"(state|unsettled_since|gone_at)"/.test(statement);
const noteOfOwed = (statement: string) =>
  statement.includes("DeleteQueryNode") && statement.includes('"owed"');

/** The link has come to its end, and nobody is noted to know. */
async function isMade(kysely: Kysely): Promise<boolean> {
  const untold = await kysely.selectFrom("links").selectAll().where("told_at", "is", null).execute();
  return untold.some((link) => link.state === "linked" && link.pushed_revision >= link.revision);
}
/** What they are to read is stored, in place of what they would read of a process that died in the middle. */
const isOwedWith = (words: string) => async (kysely: Kysely) => {
  const owed = await kysely.selectFrom("owed").select("reply_json").execute();
  return owed.some(({ reply_json }) => reply_json.includes(words));
};

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
    isStored: isMade,
  },
  "an edit": {
    async prepare(chat) {
      await make(chat, "Ada");
      const form = await chat.runForForm("persona-edit", { persona: "Ada" });
      return () => form.submit({ name: "Grace" });
    },
    told: "“Grace” is ready",
    note: noteOfLink,
    isStored: isMade,
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
    isStored: isMade,
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
    isStored: isMade,
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
    isStored: isOwedWith("was deleted"),
  },
  "a slow sync": {
    async prepare(chat, world) {
      world.tavus.setFault(slow, { operation: "list personas" });
      return () => chat.run("persona-sync");
    },
    told: "Both sides were compared",
    showsProgress: true,
    note: noteOfOwed,
    isStored: isOwedWith("Both sides were compared"),
  },
};

/** Undefined: once what came of it is stored, and nobody has heard it. */
const moments: Record<string, (operation: Operation) => Death | undefined> = {
  "before it says so": () => undefined,
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
    if (!operation) throw new Error("There is no such case.");
    const death = moments[when]?.(operation);
    const location = await makeEmptyDatabase(engine);
    const dying = createDyingDatabase();
    const started = await startBotInProcess({ location, connect: dying.connect });
    const chat = started.admin(platform);
    const act = await operation.prepare(chat, started.world);
    const onlooker = await connectDatabase(location);
    onTestFinished(() => onlooker.close());
    await untilTrue(async () => !(await isOwed(onlooker.kysely)), { what: "what came before to be noted" });

    if (death) dying.dieAt(death);
    else silence(started.world);
    await act().catch(() => undefined);
    if (!death) {
      await untilTrue(() => operation.isStored(onlooker.kysely), { what: "what came of it to be stored" });
      dying.die();
    }
    await untilTrue(dying.isDead, { what: "the process to die" });
    // A dead process cannot say that it goes, and what it still tries to say is over before anybody could hear it.
    await started.bot.stop(death ? 100 : 8000).catch(() => undefined);
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

/** Where an answer stands where they asked, the message that has shown how far it was may say the same. */
function told(chat: Chat, { told: words, showsProgress = false }: Operation): number {
  const says = ({ text }: { text: string }) => text.includes(words);
  const all = chat.messages().filter(says).length;
  const direct = chat.directMessages().filter(says).length;
  return showsProgress ? Math.max(direct, all - direct) : all;
}

async function isOwed(kysely: Kysely): Promise<boolean> {
  const links = await kysely.selectFrom("links").select("told_at").where("told_at", "is", null).execute();
  const owed = await kysely.selectFrom("owed").select("delivery_id").execute();
  return links.length + owed.length > 0;
}
