import { expect, test } from "vitest";
import { answerTo, type Chat, reads, waitFor } from "../support/black-box/black-box-chat.ts";
import { createLinked } from "../support/black-box/black-box-people.ts";
import { type GridRun, startGridRun } from "../support/black-box/grid-run.ts";

const timeout = 120_000;
/** A token that lives for one is renewed with the next call, and could be used without. */
const hourSeconds = 3600;

type Renewing = {
  run: GridRun;
  first: Process;
  second: Process;
  /** Somebody of T0ONE. */
  chat: Chat;
};
type Process = Awaited<ReturnType<GridRun["start"]>>;

/** Two processes, and an installation whose token the next call of the first renews. */
async function startRenewing(): Promise<Renewing> {
  const run = await startGridRun({ engine: "postgres", isInside: false });
  const first = await run.start();
  const second = await run.start();
  const chat = run.somebody("T0ONE");
  run.grid.tokens.setLifetime(hourSeconds);
  await run.browser(first.publicUrl).install("T0ONE", chat.userId);
  await reads(chat, "this is PersonaForge");
  await sendTo(run, first);
  return { run, first, second, chat };
}

function sendTo({ grid }: GridRun, { publicUrl }: Process): Promise<void> {
  return grid.connect(`${publicUrl}/slack/events`);
}

/** The next refresh token is taken, and its answer waits. */
function holdRenewal({ grid }: GridRun): { isTaken: Promise<void>; release(): void } {
  const taken = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  grid.tokens.beforeNextRenewal(() => {
    taken.resolve();
    return held.promise;
  });
  return { isTaken: taken.promise, release: held.resolve };
}

async function isListening({ publicUrl }: Process): Promise<boolean> {
  return fetch(`${publicUrl}/health`).then(
    () => true,
    () => false,
  );
}

test("where whoever renews a token dies before it is stored, the others go on with the old one at once, and a new installation heals it when that ends", {
  timeout,
}, async () => {
  const { run, first, second, chat } = await startRenewing();
  const renewal = holdRenewal(run);
  void chat.openForm().catch(() => undefined);
  await renewal.isTaken;
  await first.bot.kill?.();
  renewal.release();

  await sendTo(run, second);
  const people = Array.from({ length: 4 }, () => run.somebody("T0ONE"));
  await Promise.all(people.map((person, index) => createLinked(person, `Persona ${index}`)));

  run.grid.tokens.kill("T0ONE", "token_expired");
  await run.ask("update installations set renewing_until = null");
  const refused = await answerTo(chat, () => chat.runCommand());
  expect(refused.text).toContain("/slack/install");
  await waitFor(async () => (await run.table("installations")).length === 0);
  await run.browser(second.publicUrl).install("T0ONE", chat.userId);
  await createLinked(chat, "After");
  expect((await answerTo(chat, () => chat.run("persona-list"))).text).toContain("Persona 0");
});

test("a process that has to stop in the middle of a renewal stores what comes of it", {
  timeout,
}, async () => {
  const { run, first, second, chat } = await startRenewing();
  const { tokens } = run.grid;
  const before = tokens.renewalCount();
  tokens.setLifetime(12 * hourSeconds);
  const renewal = holdRenewal(run);
  await createLinked(chat, "Before");
  await renewal.isTaken;
  const [used] = await run.table("installations");

  const stopped = first.bot.stop();
  await waitFor(async () => !(await isListening(first)));
  renewal.release();
  await stopped;
  await sendTo(run, second);
  await createLinked(chat, "After");

  const [stored] = await run.table("installations");
  expect(stored?.token_id).not.toBe(used?.token_id);
  expect(tokens.renewalCount() - before).toBe(1);
});

test.each([
  "installed anew",
  "removed and installed anew",
])("what comes of a renewal after the app was %s takes nothing back", { timeout }, async (what) => {
  const { run, first, second, chat } = await startRenewing();
  const { grid } = run;
  const renewal = holdRenewal(run);
  await createLinked(chat, "Before");
  await renewal.isTaken;
  grid.tokens.setLifetime(12 * hourSeconds);

  grid.tokens.kill("T0ONE", "account_inactive");
  if (what.startsWith("removed")) {
    await sendTo(run, second);
    await grid.team("T0ONE").event({ type: "app_uninstalled" }).acked();
    await waitFor(async () => (await run.table("installations")).length === 0);
  }
  await run.browser(second.publicUrl).install("T0ONE", chat.userId);
  const [installed] = await run.table("installations");
  renewal.release();

  for (const process of [first, second]) {
    await sendTo(run, process);
    await createLinked(chat, `At ${process.publicUrl}`);
  }
  const [stored] = await run.table("installations");
  expect(stored?.token_id).toBe(installed?.token_id);
  expect(await run.table("personas")).toHaveLength(3);
  expect((await run.table("tenants"))[0]?.left_at ?? null).toBeNull();
});
