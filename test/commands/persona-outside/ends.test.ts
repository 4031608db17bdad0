import { expect, onTestFinished, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { openShare, passwordIn, share, startTeam } from "../../support/outside-team.ts";
import { buttonIn, factsIn, offeredIn, startPersonaBot, workspace } from "../../support/persona-bot.ts";
import { answerIn, openedForm, recordAnswering } from "../../support/recording-answering.ts";
import { setUp } from "../../support/setup-form.ts";

const ownKey = "own-tavus-key-of-the-team";

forEachEngine((_engine, open) => {
  test("after so many calls it ends, and who made it is told once", async () => {
    const { bot, lapse, admin, deployments, told, until, pages } = await startTeam(open, workspace);
    const password = passwordIn(await share(admin));
    const [deployment] = deployments();
    for (let call = 0; call < 3; call += 1) bot.account.deployments.visit(deployment?.id ?? "", password);

    await until(async () => {
      await lapse(60_000);
      return (await pages())[0]?.ended_at !== null;
    }, "the end");

    expect(deployments()).toEqual([]);
    expect(await pages()).toMatchObject([{ end_reason: "cap", calls_used: 3 }]);
    await until(() => told().length > 0, "the word");
    expect(told()).toEqual(["U-admin: “Ben” is not shared outside any more"]);
  });

  test.each([
    ["unlinked", "personaGone"],
    ["deleted here", "personaGone"],
    ["deleted in Tavus too", "personaGone"],
    ["switched off", "notAllowed"],
    ["ended in Tavus", "goneInTavus"],
    ["left by the bot", "teamLeft"],
  ] as const)("of a persona that was %s nobody gets in any more", async (what, reason) => {
    const { bot, lapse, admin, deployments, until, pages } = await startTeam(open, workspace);
    await share(admin);
    const [persona] = await bot.rows();
    const id = persona?.id ?? "";
    if (what === "unlinked") await bot.personas.unlink({ tenantId: workspace, id, by: "U-admin" });
    if (what === "deleted here") await bot.personas.remove({ tenantId: workspace, id, alsoInTavus: false });
    if (what === "deleted in Tavus too")
      await bot.personas.remove({ tenantId: workspace, id, alsoInTavus: true });
    if (what === "switched off") await bot.settings.change(workspace, { isSharingOn: false });
    if (what === "ended in Tavus") bot.account.deployments.remove(deployments()[0]?.id ?? "");
    if (what === "left by the bot") await bot.services.life.left(workspace, "app_uninstalled");

    await until(async () => {
      await lapse(60_000);
      return (await pages())[0]?.ended_at !== null;
    }, "the end");

    expect(deployments()).toEqual([]);
    expect((await pages())[0]?.end_reason).toBe(reason);
  });

  test("where Tavus cannot delete it is switched off, and where it does not say where the page is, that is said", async () => {
    const { bot, admin, deployments } = await startTeam(open, workspace);
    Object.assign(bot.standIn.behaviour, { deploymentsCanBeDeleted: false, deploymentsAt: undefined });

    const made = await share(admin);
    expect(factsIn(made).Link).toContain("maker.tavus.io");
    expect(factsIn(made).Link).toContain(deployments()[0]?.id);
    const asked = answerIn(await admin.press(buttonIn(made, "Revoke")));
    const revoked = answerIn(await admin.press(buttonIn(asked, "Revoke it")));

    expect(revoked.title).toContain("not shared outside any more");
    expect(deployments()).toEqual([]);
  });

  test("one that Tavus made without a password is ended at once, and nobody reads one", async () => {
    const { bot, admin, deployments } = await startTeam(open, workspace);
    Object.assign(bot.standIn.behaviour, { deploymentsKeepPasswords: false });

    const reply = await share(admin);

    expect(passwordIn(reply)).toBe("");
    expect(reply.text).toContain("did not say that it asks for the password");
    expect(deployments()).toEqual([]);
  });

  test("one that cannot be revoked now is told of as one that may still work, and is ended as soon as it can be", async () => {
    const { bot, lapse, admin, deployments, until, told } = await startTeam(open, workspace, {
      patienceMs: 50,
    });
    const made = await share(admin);
    const clear = bot.standIn.setFault("serverErrors", { operation: "delete deployment" });
    const clearPatch = bot.standIn.setFault("serverErrors", { operation: "patch deployment" });
    const asked = answerIn(await admin.press(buttonIn(made, "Revoke")));

    const revoked = answerIn(await admin.press(buttonIn(asked, "Revoke it")));
    expect(revoked.title).toBe("The link to “Ben” may still work");
    await until(async () => {
      await lapse(60_000);
      return told().length > 0;
    }, "the word");
    clear();
    clearPatch();
    await until(async () => {
      await lapse(60_000);
      return deployments().length === 0;
    }, "the end");

    await until(async () => {
      await lapse(60_000);
      return told().length > 1;
    }, "the last word");
    expect(told()).toEqual([
      "U-admin: The link to “Ben” may still work",
      "U-admin: “Ben” is not shared outside any more",
    ]);
  });

  test.each([
    "keyChanged",
    "forgotten",
  ] as const)("of one that ended first (%s) it is not told that it was done, for the process may die before it is", async (reason) => {
    const { bot, admin, told, until } = await startTeam(open, workspace);
    await share(admin);

    await bot.services.landingPages.endAll(workspace, reason);
    await until(() => told().length > 0, "the word");

    expect(bot.direct.sent.map(({ reply }) => reply.text)).toEqual([expect.stringMatching(/ was to be /)]);
  });

  test("a team that is forgotten leaves no link behind", async () => {
    const { bot, admin, deployments } = await startTeam(open, workspace);
    await share(admin);

    const ask = answerIn(await admin.run("persona-forget"));
    const exported = answerIn(await admin.press(buttonIn(ask, "Export everything")));
    await admin.press(buttonIn(exported, "I have the file: delete all"));

    expect(deployments()).toEqual([]);
    expect(await bot.database.kysely.selectFrom("landing_pages").selectAll().execute()).toEqual([]);
  });

  test("while people talk to it there, what is changed in Tavus's editor is a draft, and our edit says so", async () => {
    const { bot, admin } = await startTeam(open, workspace);
    await share(admin);
    const [persona] = bot.account.personas;
    bot.account.editInMaker(persona?.id ?? "", { system_prompt: "Theirs." });

    const form = openedForm(
      await admin.command({ command: "persona-edit", values: { persona: "Ben" }, text: "Ben" }),
    );
    const edited = answerIn(await admin.send(form, { prompt: "You are somebody else." }));

    expect(JSON.stringify(edited)).toContain("editing this persona in Tavus");
  });

  test("where the answer with the password does not arrive the link is ended, and who asked is told so", async () => {
    const { admin, deployments, told, until, pages } = await startTeam(open, workspace);
    const form = openedForm(await openShare(admin));

    await admin.send(form, { calls: "3", minutes: "5" }, recordAnswering({ isOver: true }));
    await until(async () => (await pages())[0]?.ended_at !== null, "the end");

    expect(deployments()).toEqual([]);
    expect(await pages()).toMatchObject([{ end_reason: "undelivered" }]);
    await until(() => told().length > 0, "the word");
    expect(told()).toEqual(["U-admin: “Ben” is not shared outside any more"]);
  });

  test("a process that dies once Tavus has made it leaves one that is ended: nobody has its password", async () => {
    const { bot, admin, deployments, until, pages } = await startTeam(open, workspace);
    await share(admin);
    await bot.database.kysely
      .updateTable("landing_pages")
      .set({ made_at: null, look_at: new Date(0).toISOString() })
      .execute();

    await until(async () => (await pages())[0]?.ended_at !== null, "the end");

    expect(deployments()).toEqual([]);
    expect(await pages()).toMatchObject([{ end_reason: "found" }]);
  });

  test.each([
    ["as long as it can be ended", false, "1 link outside ended with it."],
    ["while Tavus does not answer", true, "1 link outside could not be ended now and may still work"],
  ])("a team that removes its own key %s reads what became of its link", async (_when, isDown, words) => {
    const bot = await startPersonaBot(open, { otherKeys: [ownKey], ...(isDown && { patienceMs: 50 }) });
    bot.pageKeeper.start();
    onTestFinished(() => bot.pageKeeper.stop(2000));
    await bot.settings.change(workspace, { isSharingOn: true });
    const admin = bot.person("U-admin", "admin");
    await setUp(admin, { tavus_key: ownKey });
    await admin.create({ name: "Ben" });
    await share(admin);
    if (isDown) bot.standIn.setFault("serverErrors");

    const shown = answerIn(await admin.run("persona-status"));
    const set = await admin.press(buttonIn(shown, "Set up"));
    expect(set.said.length).toBeGreaterThan(0);
    const saved = await setUp(admin, {});
    const asked = answerIn(await admin.press(await offeredIn(admin, saved, "Remove key")));
    const removed = answerIn(await admin.press(buttonIn(asked, "Remove key")));

    expect(removed.text).toContain(words);
    expect(bot.standIn.account(ownKey).deployments.open).toHaveLength(isDown ? 1 : 0);
  });
});
