import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { platforms } from "../support/black-box/black-box-chat.ts";
import { startBotInProcess } from "../support/bot-in-process.ts";
import { countSqlite } from "../support/counted-sqlite.ts";
import { untilTrue } from "../support/until-true.ts";

const isQuestionOfAlarm = (statement: string) => statement.startsWith("select 'links' as queue");
const endsTransaction = (statement: string) => /^(begin|commit)/.test(statement);

/** The statements of one piece of work: neither the alarm's nor those that begin and end transactions. */
function counted(statements: readonly string[]) {
  const work = statements.filter((each) => !isQuestionOfAlarm(each) && !endsTransaction(each));
  return { work, transactions: statements.filter((each) => each === "commit").length };
}

test.each(platforms)("how many statements things take for %s", async (platform) => {
  const sqlite = countSqlite();
  const rig = await startBotInProcess();
  const chat = rig.admin(platform);
  const tell = async (name: string) => {
    const form = await chat.openForm();
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
  expect(creating.work.length, creating.work.join("\n")).toBeLessThanOrEqual(15);
  expect(creating.transactions).toBeLessThanOrEqual(4);

  await sleep(700);
  sqlite.taken();
  await chat.run("persona-list");
  await untilTrue(() => chat.messages().some(({ text }) => text.includes("Personas: 2")));
  await sleep(100);
  const listing = counted(sqlite.taken());
  expect(listing.work.length, listing.work.join("\n")).toBeLessThanOrEqual(4);
  expect(listing.transactions).toBe(0);

  // Whatever was to be done after that is done.
  await sleep(1000);
  sqlite.taken();
  await sleep(2500);
  const idle = sqlite.taken();
  expect(idle.length, idle.join("\n")).toBeLessThanOrEqual(1);
});
