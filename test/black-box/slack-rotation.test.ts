import { expect, test } from "vitest";
import { reads } from "../support/black-box/black-box-chat.ts";
import { createLinked } from "../support/black-box/black-box-people.ts";
import { startGridRun } from "../support/black-box/grid-run.ts";

const timeout = 120_000;
/** Bolt's own window is two hours too: a token that lives for one is renewed with the first call. */
const hourSeconds = 3600;

test("two processes that need a new token at once fetch one, and both go on with it", {
  timeout,
}, async () => {
  const run = await startGridRun({ engine: "postgres", isInside: false });
  const first = await run.start();
  const second = await run.start();
  const chat = run.somebody("T0ONE");
  run.grid.tokens.setLifetime(1);
  await run.browser(first.publicUrl).install("T0ONE", chat.userId);
  await reads(chat, "this is PersonaForge");
  const before = run.grid.tokens.renewalCount();
  run.grid.tokens.setLifetime(12 * hourSeconds);

  // The same workspace's people at both, at once.
  const people = Array.from({ length: 8 }, () => run.somebody("T0ONE"));
  await Promise.all(
    people.map(async (person, index) => {
      const { publicUrl } = index % 2 === 0 ? first : second;
      await run.grid.team("T0ONE").connectHttp(`${publicUrl}/slack/events`);
      await createLinked(person, `Persona ${index}`);
    }),
  );

  expect(run.grid.tokens.renewalCount() - before).toBe(1);
  expect(await run.table("personas")).toHaveLength(8);
  expect(await run.table("installations")).toMatchObject([
    { tenant_id: "slack:T0ONE", renewing_until: null },
  ]);
  for (const person of people) expect(person.messages().length).toBeGreaterThan(0);
});

test("a token that another process has renewed or replaced is taken over where Slack refuses the old one", {
  timeout,
}, async () => {
  const run = await startGridRun({ engine: "postgres" });
  const first = await run.start();
  const second = await run.start();
  const chat = run.somebody("T0TWO");
  await run.browser(first.publicUrl).install("T0TWO", chat.userId);
  await run.grid.connect(`${first.publicUrl}/slack/events`);
  await createLinked(chat, "By the first");

  run.grid.tokens.kill("T0TWO", "token_revoked");
  await run.browser(second.publicUrl).install("T0TWO", chat.userId);
  await createLinked(chat, "By the first with the second's token");

  expect(
    (await run.table("tenants")).find(({ tenant_id }) => tenant_id === "slack:T0TWO")?.left_at,
  ).toBeNull();
});
