import pg from "pg";
import { describe, expect } from "vitest";
import { callMinutes, limitDefaults } from "../../src/tenants/limits.ts";
import { type Chat, platforms, reads, waitFor } from "../support/black-box/black-box-chat.ts";
import { somebody } from "../support/black-box/black-box-people.ts";
import { type ProcessRun, problemsOfKill, test } from "../support/black-box/black-box-run.ts";
import { clockAhead } from "../support/black-box/clock-ahead.ts";
import { makeEmptyDatabase } from "../support/databases.ts";
import { untilTrue } from "../support/until-true.ts";

const timeout = 180_000;
const replica = "r90bbd427f71";
const minute = 60_000;

const roomsOf = (run: ProcessRun) => run.world.tavus.account().rooms;

async function postCard(chat: Chat, name: string): Promise<void> {
  const form = await chat.openForm({ replica });
  await form.submit({ name, prompt: "You help." });
  await reads(chat, `“${name}” is ready`);
  await chat.run("persona-talk", { persona: name });
  await reads(chat, `Talk with “${name}”`);
}

/** Everybody presses Join of the card at once. */
async function pressAll(people: readonly Chat[], name: string): Promise<void> {
  const cards = await Promise.all(people.map((person) => reads(person, `Talk with “${name}”`)));
  await Promise.all(cards.map((card) => card.press("Join").catch(() => undefined)));
}

/** Rooms that presses have made, the minutes taken for them by now, and how many are still being decided. */
async function pressesIn(url: string): Promise<{ made: number; taken: number; unsettled: number }> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query(
      `select (count(*) filter (where made_at is not null))::int as made,
       coalesce(sum(coalesce(minutes_used, minutes)), 0)::int as taken,
       (count(*) filter (where made_at is null and ended_at is null))::int as unsettled from conversations`,
    );
    return rows[0];
  } finally {
    await client.end();
  }
}

describe.each(platforms)("on %s", (platform) => {
  test("fifty people who press Join at once, at two processes on one database, never pass the team's limit", {
    timeout,
  }, async ({ makeRun }) => {
    const location = await makeEmptyDatabase("postgres");
    if (location.kind !== "postgres") throw new Error("Not PostgreSQL.");
    const { url } = location;
    const run = await makeRun();
    // Where both processes get a press, one of them answers too late.
    run.expectProblem(problemsOfKill);
    await run.start({ DATABASE_URL: url });
    await run.start({ DATABASE_URL: url });
    await postCard(somebody(run, platform), "Ada");
    const people = Array.from({ length: 50 }, () => somebody(run, platform));

    await pressAll(people, "Ada");
    const { perTeam } = limitDefaults.conversationMinutes;
    const most = perTeam / callMinutes.usual;
    // A machine under strain answers some of fifty later than the platform waits; those are told with their next command.
    const hasAnswer = (person: Chat) =>
      person.messages().some(({ text, isPublic, isWorking }) => !isPublic && !isWorking && text !== "");
    await waitFor(() => people.filter(hasAnswer).length >= 40, 90_000);
    await untilTrue(async () => (await pressesIn(url)).unsettled === 0, {
      what: "every press to be decided",
    });

    const { made, taken } = await pressesIn(url);
    expect(taken).toBeLessThanOrEqual(perTeam);
    expect(taken).toBeGreaterThan(perTeam / 2);
    expect(roomsOf(run).mostOpen).toBeLessThanOrEqual(most);
    expect(roomsOf(run).ever.length).toBe(made);
  });

  test("killed while rooms are open, and started again when their time is up, it ends every one", {
    timeout,
  }, async ({ makeRun }) => {
    const run = await makeRun();
    run.expectProblem(problemsOfKill);
    await run.start();
    const people = Array.from({ length: 3 }, () => somebody(run, platform));
    await postCard(somebody(run, platform), "Ada");
    await pressAll(people, "Ada");
    await Promise.all(people.map((person) => reads(person, "is open")));
    const rooms = roomsOf(run);
    expect(rooms.open.length).toBe(3);
    await run.bot.kill();

    // The card is drawn before Tavus has said what replicas look like.
    run.world.tavus.setFault({ delayMs: 600 }, { operation: "list replicas", times: 1 });
    await run.start(clockAhead(20 * minute));
    await waitFor(() => rooms.open.length === 0, 60_000);
    await waitFor(() => run.table("conversations").every(({ look_at }) => look_at === null), 60_000);

    const ended = run.table("conversations");
    expect(ended.map(({ end_reason }) => end_reason)).toEqual(Array(3).fill("timeUp"));
    expect(rooms.ever.length).toBe(3);
    await waitFor(() => {
      const card = people[0]?.messages().findLast(({ text }) => text.includes("Talk with “Ada”"));
      return card?.buttons.map(({ label }) => label).join() === "Watch,Join";
    });
  });
});
