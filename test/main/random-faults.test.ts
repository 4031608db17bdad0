import { expect, test } from "vitest";
import { type Chat, type Platform, reads, waitFor } from "../support/black-box/black-box-chat.ts";
import { readRows, readTable } from "../support/black-box/black-box-rows.ts";
import { type BotInProcess, startBotInProcess } from "../support/bot-in-process.ts";
import { clearFaults, faultsFor } from "../support/random-faults.ts";
import { createSeededRandom } from "../support/seeded-random.ts";

const seed = Number(process.env.FAULT_SEED ?? 1);
const runs = Number(process.env.FAULT_RUNS ?? 4);

/** One act of a person; `begin` leads up to it undisturbed. */
type Act = {
  begin(chat: Chat, name: string): Promise<() => Promise<unknown>>;
  /** Whether what it is to bring about has happened. */
  isDone(bot: BotInProcess, name: string): boolean;
  /** What the person reads when it has, and when it has not. */
  done: (name: string) => string;
  undone: RegExp;
};

const acts: { [name: string]: Act } = {
  create: {
    async begin(chat, name) {
      const form = await chat.openForm();
      return () => form.submit({ name, prompt: "You help." });
    },
    isDone: (bot, name) => rowsOf(bot, name).some(({ link }) => link === "linked"),
    done: (name) => `“${name}” is ready`,
    undone: /is saved here|Not saved|did not say whether/,
  },
  delete: {
    async begin(chat, name) {
      await createFirst(chat, name);
      await chat.run("persona-delete", { persona: name });
      const asked = await reads(chat, `Delete “${name}”?`);
      return () => asked.press("Delete here and in Tavus");
    },
    isDone: ({ databaseFile }, name) =>
      !readTable(databaseFile, "personas").some((row) => row.name === name && row.deleted_at === null),
    done: (name) => `“${name}” was deleted`,
    undone: /./,
  },
  unlink: {
    async begin(chat, name) {
      await createFirst(chat, name);
      await chat.run("persona-show", { persona: name });
      const shown = await waitFor(() =>
        chat.messages().findLast(({ buttons }) => buttons.some(({ label }) => label === "Unlink")),
      );
      return () => shown.press("Unlink");
    },
    isDone: (bot, name) => rowsOf(bot, name).every(({ link }) => link === "failed"),
    done: (name) => `“${name}” is not linked any more`,
    undone: /./,
  },
  link: {
    async begin(chat, name) {
      await createFirst(chat, name);
      await chat.run("persona-show", { persona: name });
      const shown = await waitFor(() =>
        chat.messages().findLast(({ buttons }) => buttons.some(({ label }) => label === "Unlink")),
      );
      await shown.press("Unlink");
      const { text } = await reads(chat, "Was linked to");
      const [tavusId = ""] = /p[0-9a-f]{7,}/.exec(text) ?? [];
      return () => chat.run("persona-link", { persona: name, tavus_id: tavusId });
    },
    isDone: (bot, name) => rowsOf(bot, name).every(({ link }) => link === "linked"),
    done: (name) => `“${name}” is linked`,
    undone: /./,
  },
  sync: {
    async begin(chat, name) {
      await createFirst(chat, name);
      return () => chat.run("persona-sync");
    },
    // It reads, and says how that ended; what it did is counted by its own tests.
    isDone: () => true,
    done: () => "Already in step",
    undone: /./,
  },
  share: {
    async begin(chat, name) {
      await createFirst(chat, name);
      const ready = await reads(chat, `“${name}” is ready`);
      return () => ready.press("Share to channel");
    },
    isDone: ({ world }, name) => JSON.stringify(publicTexts(world)).includes(name),
    done: () => "Shared to the channel.",
    undone: /could not be shared|did not say whether/,
  },
};

test.each(
  (["Discord", "Slack"] as const).flatMap((platform) =>
    Object.keys(acts).map((name) => [platform, name] as const),
  ),
)(
  "on %s what became of %s is told once, as what it is, whatever fails on the way",
  async (platform, name) => {
    const act = acts[name];
    if (!act) throw new Error(`${name} is no act`);
    const bot = await startBotInProcess();
    for (let run = 0; run < runs; run += 1) {
      await tryOnce(bot, platform, { act, label: `${name}${run}`, seed: seed * 1000 + run });
    }
  },
  runs * 40_000,
);

async function tryOnce(
  bot: BotInProcess,
  platform: Platform,
  { act, label, seed: runSeed }: { act: Act; label: string; seed: number },
): Promise<void> {
  const chat = bot.admin(platform);
  const go = await act.begin(chat, label);
  const before = new Map(chat.messages().map(({ id, text }) => [id, text]));
  const faults = faultsFor(platform, createSeededRandom(runSeed));
  for (const { fault, times } of faults) fault.set(bot.world, times);
  const steps = `seed ${runSeed}: ${faults.map(({ step }) => step).join(", ")}`;

  await go();
  const news = () => [
    ...chat
      .messages()
      .flatMap(({ id, text, isWorking }) => (isWorking || before.get(id) === text ? [] : [text])),
    ...owedTexts(bot),
  ];
  const said = (words: string) => news().filter((text) => text.includes(words)).length;
  const isTold = () =>
    act.isDone(bot, label)
      ? said(act.done(label)) > 0 || isUntold(bot, label)
      : news().some((text) => act.undone.test(text));
  await waitFor(isTold, 25_000).catch(() => expect.fail(`${steps}: told\n${news().join("\n--\n")}`));
  clearFaults(bot.world);
  await new Promise((resolve) => setTimeout(resolve, 600));
  await waitFor(isTold, 25_000).catch(() => expect.fail(`${steps}: told\n${news().join("\n--\n")}`));

  expect(rowsOf(bot, label).length, steps).toBeLessThanOrEqual(1);
  if (!act.isDone(bot, label)) return;
  expect(said(act.done(label)), `${steps}\n${news().join("\n--\n")}`).toBeLessThanOrEqual(1);
  expect(said("Try again in a minute"), `${steps}\n${news().join("\n--\n")}`).toBe(0);
}

async function createFirst(chat: Chat, name: string): Promise<void> {
  const form = await chat.openForm();
  await form.submit({ name, prompt: "You help." });
  await reads(chat, `“${name}” is ready`);
}

function rowsOf({ databaseFile }: BotInProcess, name: string) {
  return readRows(databaseFile).filter((row) => row.name === name);
}

/** Stored and told later, by direct message or with the next command. */
function owedTexts({ databaseFile }: BotInProcess): string[] {
  return readTable(databaseFile, "owed").map(({ reply_json }) => String(reply_json));
}

function isUntold({ databaseFile }: BotInProcess, name: string): boolean {
  const [row] = readRows(databaseFile).filter((candidate) => candidate.name === name);
  return readTable(databaseFile, "links").some(
    (link) => link.subject_id === row?.id && link.told_at === null,
  );
}

function publicTexts({ discord, slack }: BotInProcess["world"]): unknown[] {
  const [guild] = discord.guilds;
  return [discord.messages(guild?.channel("general").id ?? ""), slack.messages("C0GENERAL")].map((messages) =>
    messages.map((message) => ("text" in message ? message.text : message.embeds)),
  );
}
