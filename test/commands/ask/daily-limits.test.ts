import { expect, test } from "vitest";
import { inUtc } from "../../../src/chat/time-mark.ts";
import { forEachEngine, type OpenDatabase } from "../../support/databases.ts";
import { type PersonaBot, startPersonaBot, workspace } from "../../support/persona-bot.ts";
import { answerIn, openedForm, refusalIn } from "../../support/recording-answering.ts";

async function aBotWith(open: OpenDatabase, limits: { [name: string]: number }) {
  const bot = await startPersonaBot(open);
  await bot.settings.change(workspace, { limits });
  return bot;
}

async function usedOf(bot: PersonaBot, kind: string): Promise<number> {
  const left = await bot.services.limits.left(workspace, "U1");
  const one = left.find((candidate) => candidate.kind === kind);
  return one ? one.limit.team - one.left.team : Number.NaN;
}

forEachEngine((_, open) => {
  test("beyond the limit the form stays open, and says when it resets and who can raise it", async () => {
    const bot = await aBotWith(open, { "creates.member": 1 });
    const ada = bot.person("U1");
    await ada.create({ name: "Ada" });

    const refused = refusalIn(await ada.create({ name: "Bob" }));

    expect(Object.values(refused.errors).map(inUtc)).toEqual([
      expect.stringMatching(
        /^You have used today's limit for new personas, which is 1\. It resets \d{4}-\d\d-\d\d 00:00 UTC\. An admin can raise it: \/persona-setup, Save, then Limits\.$/,
      ),
    ]);
    expect(await bot.rows()).toHaveLength(1);
    expect(bot.account.personas).toHaveLength(1);
  });

  test("a refused form is kept, and goes through once the limit is raised", async () => {
    const bot = await aBotWith(open, { "creates.team": 0 });
    const ada = bot.person("U1");
    const form = await ada.open();
    const refused = refusalIn(await ada.send(form, { name: "Ada", prompt: "You are Ada." }));
    await bot.settings.change(workspace, { limits: {} });

    const [again] = refused.reply.buttons ?? [];
    const reopened = again && openedForm(await ada.press(again));
    const reply = reopened && answerIn(await ada.send(reopened));

    expect(Object.values(refused.errors)[0]).toContain(
      "This team's daily limit for new personas is set to 0",
    );
    expect(reopened?.values).toMatchObject({ name: "Ada" });
    expect(reply?.title).toBe("“Ada” is ready");
  });

  test("a form that is delivered twice counts once", async () => {
    const bot = await aBotWith(open, { "creates.member": 1 });
    const ada = bot.person("U1");
    const form = await ada.open();
    const typed = { name: "Ada", prompt: "You are Ada." };

    const first = answerIn(await ada.send(form, typed));
    const second = answerIn(await ada.send(form, typed));

    expect([first.title, second.title]).toEqual(["“Ada” is ready", "“Ada” is ready"]);
    expect(await usedOf(bot, "creates")).toBe(1);
  });

  test("what Tavus refuses for good is given back, what only waits is not", async () => {
    const bot = await startPersonaBot(open);
    const ada = bot.person("U1");
    bot.standIn.setFault("rejected", { times: 1 });
    await ada.create({ name: "Refused" });
    const afterRefusal = await usedOf(bot, "creates");
    bot.standIn.setFault("outOfCredits");

    await ada.create({ name: "Waits" });

    expect(afterRefusal).toBe(0);
    expect(await usedOf(bot, "creates")).toBe(1);
  });

  test("what is left is said when few are left, and not before", async () => {
    const bot = await aBotWith(open, { "creates.member": 5, "creates.team": 5 });
    const ada = bot.person("U1");

    const notes: (string[] | undefined)[] = [];
    for (let count = 0; count < 4; count += 1) notes.push(answerIn(await ada.create()).notes);

    expect(notes[2]?.join() ?? "").not.toContain("left today");
    expect(notes[3]).toContain("New personas: 1 of 5 left today for the whole team.");
  });

  test("a sync counts, a preview does not, and neither does one that comes to nothing", async () => {
    const bot = await aBotWith(open, { "syncs.member": 1 });
    const admin = bot.person("U1", "admin");
    bot.standIn.setFault("invalidKey");
    await admin.run("persona-sync");
    const afterFailure = await usedOf(bot, "syncs");
    bot.standIn.clearFaults();

    const first = answerIn(await admin.run("persona-sync"));
    const second = answerIn(await admin.run("persona-sync"));
    const preview = answerIn(await admin.run("persona-sync", { mode: "preview" }));

    expect(afterFailure).toBe(0);
    expect(first.title).toBe("Both sides were compared");
    expect(first.notes).toContain("Syncs: 0 of 1 left today for you.");
    expect(second.text).toContain("You have used today's limit for syncs, which is 1.");
    expect(preview.title).toBe("Preview: nothing has been changed");
    expect(preview.text).toContain("A sync would change nothing.");
    expect(await usedOf(bot, "syncs")).toBe(1);
  });

  test("whoever asks while a sync runs is shown it, and nothing is counted", async () => {
    const bot = await aBotWith(open, { "syncs.member": 0 });
    await bot.database.kysely
      .insertInto("sync_runs")
      .values({
        tenant_id: workspace,
        run_id: "theirs",
        mode: "apply",
        started_by: "U2",
        started_at: new Date().toISOString(),
        lease_until: "2999-01-01T00:00:00.000Z",
        progress_json: JSON.stringify({ phase: "reading", done: 1 }),
        cancel_requested: 0,
        ended_at: null,
        summary_json: null,
      })
      .execute();

    const reply = answerIn(await bot.person("U1", "admin").run("persona-sync"));

    expect(reply.title).toBe("A sync is running already");
  });
});
