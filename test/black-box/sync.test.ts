import { describe, expect } from "vitest";
import {
  type Chat,
  type Platform,
  platforms,
  reads,
  type Seen,
  waitFor,
} from "../support/black-box/black-box-chat.ts";
import { create, someAdmin } from "../support/black-box/black-box-people.ts";
import { rowOf } from "../support/black-box/black-box-rows.ts";
import { type Environment, type Run, insideTest as test } from "../support/black-box/black-box-run.ts";

const timeout = 60_000;
const compared = "Both sides were compared";
const keys = ["key-of-the-team", "key-of-another-account"] as const;
const tavus = { accounts: keys.map((key) => ({ keys: [key] })) };

describe.concurrent.each(platforms)("a sync on %s", (platform) => {
  test("imports the account's own, once; a preview says so and changes nothing", { timeout }, async ({
    startRun,
  }) => {
    const run = await startRun(only(platform), { tavus });
    const admin = someAdmin(run, platform);
    for (let number = 1; number <= 250; number += 1) addTo(run, { name: `Own ${number}` });
    for (let number = 1; number <= 30; number += 1) addTo(run, { name: `Stock ${number}`, type: "system" });

    const preview = await previewIn(run, admin);
    expect(preview.text).toContain("Would be imported from Tavus: 250 (");
    await preview.press("Do it");
    expect((await reads(admin, compared)).text).toContain("Imported from Tavus: 250 (");
    const imported = run.rows();
    expect(imported.filter(({ link }) => link === "linked")).toHaveLength(250);
    expect(imported.filter(({ name }) => String(name).startsWith("Stock"))).toEqual([]);

    const other = someAdmin(run, platform);
    await other.run("persona-sync");
    const again = await reads(other, compared);
    expect(again.text).toContain("In step with Tavus: 250");
    expect(again.text).not.toContain("Imported");
    expect(run.rows()).toEqual(imported);
    expect(changesIn(run)).toEqual([]);
  });

  test("links what belongs together, and reports what was changed or deleted in Tavus", { timeout }, async ({
    startRun,
  }) => {
    const run = await startRun(only(platform), { tavus });
    const admin = someAdmin(run, platform);
    const names = ["Ada", "Bea", "Cleo"];
    run.world.tavus.setFault("outOfCredits", { operation: "create persona", times: names.length });
    for (const name of names) await createInVain(admin, name);
    const twins = names.map((name) => addTo(run, { name, systemPrompt: `You are ${name}.` }).id);
    const others = [1, 2, 3, 4].map((number) => addTo(run, { name: `Old ${number}` }).id);

    const planned = await previewIn(run, someAdmin(run, platform));
    expect(planned.text).toContain("Would be linked: 3 (");
    expect(planned.text).toContain("Would be imported from Tavus: 4 (");
    await admin.run("persona-sync");
    const first = await reads(admin, compared);
    expect(first.text).toContain("Linked: 3 (");
    expect(first.text).toContain("Imported from Tavus: 4 (");
    expect(names.map((name) => rowOf(run, name))).toMatchObject(
      twins.map((id) => ({ link: "linked", tavus_persona_id: id })),
    );

    const account = run.world.tavus.account(keys[0]);
    const [renamed = "", prompted = "", deleted = ""] = others;
    account.changePersona(renamed, { persona_name: "New name" });
    account.changePersona(prompted, { system_prompt: "You are somebody else." });
    account.removePersona(deleted);
    const foreseen = await previewIn(run, someAdmin(run, platform));
    expect(foreseen.text).toContain("Gone in Tavus: 1 (");
    const other = someAdmin(run, platform);
    await other.run("persona-sync");
    const { text } = await reads(other, compared);
    expect(text).toContain("In step with Tavus: 4");
    expect(text).toMatch(/Changed in Tavus: 2 \(.*“Old 1” per_\w+: name/);
    expect(text).toMatch(/Changed in Tavus: 2 \(.*“Old 2” per_\w+: prompt/);
    expect(text).toMatch(/Gone in Tavus: 1 \(“Old 3” per_\w+\)/);
    expect(rowOf(run, "Old 1")).toMatchObject({ link: "linked" });
    expect(rowOf(run, "Old 3")).toMatchObject({ link: "missing" });
    expect(account.personas).toHaveLength(6);
  });

  test("shows a second asker how far the first is, and stops when one of them cancels it", {
    timeout,
  }, async ({ startRun }) => {
    const run = await startRun(only(platform), { tavus: { ...tavus, pageMaximum: 10 } });
    const [first, second] = [someAdmin(run, platform), someAdmin(run, platform)];
    for (let number = 1; number <= 300; number += 1) addTo(run, { name: `Own ${number}` });
    const hurry = run.world.tavus.setFault({ delayMs: 700 }, { operation: "list personas" });

    await first.run("persona-sync");
    await waitFor(() => run.world.tavus.requests.length >= 12);
    await second.run("persona-sync");
    const progress = await reads(second, "A sync is running already");
    expect(progress.text).toMatch(/Reading the personas in Tavus: \d+/);
    await progress.press("Cancel");
    const stopped = await reads(first, "The sync stopped before its end");
    expect(stopped.text).toContain("Stopped because somebody pressed Cancel");
    const done = run.rows().length;
    expect(done).toBeLessThan(300);

    hurry();
    await stopped.press("Run again");
    const rest = await reads(first, compared);
    expect(rest.text).toContain(`In step with Tavus: ${done}`);
    expect(rest.text).toContain(`Imported from Tavus: ${300 - done} (`);
    expect(run.rows()).toHaveLength(300);
  });

  test("with the key of another account stops, and marks nothing as gone", { timeout }, async ({
    startRun,
  }) => {
    const run = await startRun(only(platform), { tavus });
    const admin = someAdmin(run, platform);
    for (let number = 1; number <= 6; number += 1) addTo(run, { name: `Own ${number}` });
    await admin.run("persona-sync");
    await reads(admin, compared);
    const before = run.rows();
    run.world.tavus.account(keys[1]).addPersona({ name: "Not ours" });

    await run.bot.stop();
    await run.start({ ...only(platform), TAVUS_API_KEY: keys[1] });
    const other = someAdmin(run, platform);
    await other.run("persona-sync");
    const { text } = await reads(other, "The sync stopped before its end");

    expect(text).toContain("This key belongs to an account that has none of your 6 linked personas");
    expect(run.rows()).toEqual(before);
  });
});

/** One platform alone, so that the team and the Tavus account are its own. */
function only(platform: Platform): Environment {
  const others =
    platform === "Discord"
      ? { SLACK_BOT_TOKEN: undefined, SLACK_APP_TOKEN: undefined }
      : { DISCORD_TOKEN: undefined };
  return { ...others, TAVUS_API_KEY: keys[0] };
}

type Seed = Parameters<ReturnType<Run["world"]["tavus"]["account"]>["addPersona"]>[0];

function addTo(run: Run, seed: Seed) {
  return run.world.tavus.account(keys[0]).addPersona(seed);
}

async function createInVain(chat: Chat, name: string): Promise<void> {
  await create(chat, name, { prompt: `You are ${name}.` });
  await reads(chat, `“${name}” is saved.`);
}

/** What a preview says, which changes nothing here or in Tavus. */
async function previewIn(run: Run, chat: Chat): Promise<Seen> {
  const before = { rows: rowsOf(run), changes: changesIn(run) };
  await chat.run("persona-sync", { mode: "preview" });
  const preview = await reads(chat, "Preview: nothing has been changed");
  expect({ rows: rowsOf(run), changes: changesIn(run) }).toEqual(before);
  return preview;
}

/** When its maker was told is written a moment later. */
function rowsOf(run: Run) {
  return run.table("personas").map(({ told_at: _, tell_lease_until: __, ...row }) => row);
}

/** What the bot has asked Tavus to change. */
function changesIn({ world }: Run) {
  return world.tavus.requests.filter(({ method }) => method !== "GET");
}
