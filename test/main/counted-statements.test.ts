import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { platforms } from "../support/black-box/black-box-chat.ts";
import { startBotInProcess } from "../support/bot-in-process.ts";
import { countSqlite } from "../support/counted-sqlite.ts";
import { expectAtMost } from "../support/counted-work.ts";
import { untilTrue } from "../support/until-true.ts";

const isQuestionOfAlarm = (statement: string) => statement.startsWith("select 'links' as queue");
const endsTransaction = (statement: string) => /^(begin|commit)/.test(statement);

/** A statement that writes outside of a transaction is one by itself. */
function writesOf(statements: readonly string[]): number {
  let isWithin = false;
  let count = 0;
  for (const each of statements) {
    if (endsTransaction(each)) isWithin = each.startsWith("begin");
    if (each === "commit" || (!isWithin && /^(insert|update|delete|with)/.test(each))) count += 1;
  }
  return count;
}

/** The statements of one piece of work: neither the alarm's nor those that begin and end transactions. */
function counted(statements: readonly string[]) {
  const work = statements.filter((each) => !isQuestionOfAlarm(each) && !endsTransaction(each));
  return { work, transactions: writesOf(statements) };
}

test.for(platforms)("how many statements things take for %s", async (platform, context) => {
  const sqlite = countSqlite();
  const rig = await startBotInProcess();
  const chat = rig.admin(platform);
  const tell = async (name: string) => {
    const form = await chat.openForm();
    // What opening it leaves to do is done.
    await sleep(200);
    sqlite.taken();
    await form.submit({ name, prompt: "You are kind." });
    const taken: string[] = [];
    await untilTrue(() => {
      taken.push(...sqlite.taken());
      return (
        taken.some((each) => each.startsWith('update "links" set "told_at"')) && taken.at(-1) === "commit"
      );
    });
    return taken;
  };
  await tell("Ada");
  await sleep(700);

  const creating = counted(await tell("Bea"));
  expectAtMost(context, { what: `statements of a create on ${platform}`, done: creating.work, most: 7 });
  expectAtMost(context, {
    what: `transactions of a create on ${platform}`,
    done: creating.transactions,
    most: 3,
  });

  await sleep(700);
  sqlite.taken();
  await chat.run("persona-list");
  await untilTrue(() => chat.messages().some(({ text }) => text.includes("Personas: 2")));
  await sleep(100);
  const listing = counted(sqlite.taken());
  expectAtMost(context, { what: `statements of a list on ${platform}`, done: listing.work, most: 2 });
  expect(listing.transactions).toBe(0);

  // Whatever was to be done after that is done.
  await sleep(1000);
  sqlite.taken();
  await sleep(2500);
  const idle = sqlite.taken();
  expectAtMost(context, { what: `statements of an idle bot on ${platform}, 2.5 s`, done: idle, most: 1 });
});
