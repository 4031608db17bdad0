import { expect, onTestFinished, test } from "vitest";
import type { Fault } from "../../../sandbox/stand-ins/tavus/faults.ts";
import { forEachEngine } from "../../support/databases.ts";
import { lapse, passwordIn, share, startTeam } from "../../support/outside-team.ts";
import { buttonIn, startPersonaBot, workspace } from "../../support/persona-bot.ts";
import { answerIn } from "../../support/recording-answering.ts";
import { setUp } from "../../support/setup-form.ts";

const ownKey = "own-tavus-key-of-the-team";
const minuteMs = 60_000;

forEachEngine((_engine, open) => {
  test.each<[string, Fault, ("get deployment" | undefined)?]>([
    ["a gateway has lost its way", { status: 404, body: { message: "no Route matched with those values" } }],
    [
      "it is said not to be there",
      { status: 404, body: { error: "Deployment not found" } },
      "get deployment",
    ],
    [
      "its ID is said to be invalid",
      { status: 400, body: { error: "Invalid deployment_id" } },
      "get deployment",
    ],
    ["it is said to be gone", { status: 410, body: { message: "Gone" } }, "get deployment"],
  ])("a link through which people get in goes on where %s, and ends when its calls are used up", async (_what, fault, operation) => {
    const { bot, lapse, admin, deployments, told, until, pages } = await startTeam(open, workspace);
    const password = passwordIn(await share(admin));
    const [page] = deployments();
    const clear = bot.standIn.setFault(fault, operation && { operation });
    for (let looks = 0; looks < 12; looks += 1) await lapse(3 * minuteMs);

    expect(await pages()).toMatchObject([{ ended_at: null }]);
    expect(told()).toEqual([]);
    clear();
    for (let call = 0; call < 3; call += 1) bot.account.deployments.visit(page?.id ?? "", password);
    await until(async () => {
      await lapse(minuteMs);
      return (await pages())[0]?.ended_at !== null;
    }, "the end");
    expect(await pages()).toMatchObject([{ end_reason: "cap" }]);
  });

  test.each<[string, Fault]>([
    ["in its words for all other kinds", { status: 400, body: { error: "Invalid deployment_id" } }],
    ["in no words", { status: 404 }],
    ["as a server without such an address", { status: 404, body: { message: "Not Found" } }],
  ])("a link that was deleted in Tavus, which says so %s, is over", async (_how, fault) => {
    const { bot, lapse, admin, deployments, until, pages } = await startTeam(open, workspace);
    await share(admin);
    bot.account.deployments.remove(deployments()[0]?.id ?? "");
    bot.standIn.setFault(fault, { operation: "get deployment" });

    await until(async () => {
      await lapse(minuteMs);
      return (await pages())[0]?.ended_at !== null;
    }, "the end");
    expect(await pages()).toMatchObject([{ end_reason: "goneInTavus" }]);
  });

  test("without a list one answer that a link is not there ends nothing, and many over a time do", async () => {
    const { bot, lapse, admin, until, pages } = await startTeam(open, workspace);
    const gone: Fault = { status: 400, body: { error: "Invalid deployment_id" } };
    await share(admin);
    bot.standIn.setFault({ status: 405 }, { operation: "list deployments" });
    const asked = () => bot.standIn.requests.filter(({ operation }) => operation === "get deployment").length;
    bot.standIn.setFault(gone, { operation: "get deployment", times: 1 });
    const before = asked();
    await until(async () => {
      await lapse(minuteMs);
      return asked() > before + 1;
    }, "two looks");
    expect(await pages()).toMatchObject([{ ended_at: null, look_tries: 0 }]);

    bot.standIn.setFault(gone, { operation: "get deployment" });
    for (let looks = 0; looks < 10; looks += 1) await lapse(minuteMs);
    expect(await pages()).toMatchObject([{ ended_at: null }]);
    await until(async () => {
      await lapse(minuteMs);
      return (await pages())[0]?.ended_at !== null;
    }, "the end");
    expect(await pages()).toMatchObject([{ end_reason: "goneInTavus" }]);
  });

  test("a process that dies over the answer leaves no link: nobody has its password, and who asked is told", async () => {
    const { bot, lapse, admin, deployments, told, until, pages } = await startTeam(open, workspace);
    await share(admin);
    await bot.database.kysely.updateTable("landing_pages").set({ handed_at: null }).execute();

    await until(async () => {
      await lapse(minuteMs);
      return (await pages())[0]?.ended_at !== null;
    }, "the end");

    expect(deployments()).toEqual([]);
    expect(await pages()).toMatchObject([{ end_reason: "undelivered" }]);
    await until(() => told().length > 0, "the word");
    expect(told()).toEqual(["U-admin: “Ben” is not shared outside any more"]);
  });

  test("a link whose password arrived while somebody was held up over a look at it stays", async () => {
    const { bot, admin, deployments, until, pages } = await startTeam(open, workspace);
    await share(admin);
    const change = (columns: { handed_at: string | null; look_at?: string }) =>
      bot.database.kysely.updateTable("landing_pages").set(columns).execute();
    const now = () => new Date(bot.clock()).toISOString();
    const asked = () => bot.standIn.requests.filter(({ operation }) => operation === "get deployment").length;
    const before = asked();
    bot.standIn.setFault({ delayMs: 300 }, { operation: "get deployment", times: 1 });
    await change({ handed_at: null, look_at: now() });
    await until(() => asked() > before, "the look");

    await change({ handed_at: now() });
    bot.skip(3 * minuteMs);
    await bot.pageKeeper.stop(5000);

    expect(await pages()).toMatchObject([{ ended_at: null }]);
    expect(deployments()).toHaveLength(1);
  });

  test("a link whose password arrived stays, however long nobody comes", async () => {
    const { lapse, admin, deployments, until, pages } = await startTeam(open, workspace);
    await share(admin);

    for (let looks = 0; looks < 4; looks += 1) {
      const before = (await pages())[0]?.look_at;
      await until(async () => {
        await lapse(minuteMs);
        return (await pages())[0]?.look_at !== before;
      }, "a look");
    }

    expect(deployments()).toHaveLength(1);
  });

  test.each([
    ["finds no list", { status: 404 }],
    ["allows no list", { status: 403 }],
    ["knows no list", { status: 405 }],
    ["shows a page instead", { status: 200, body: "<html>" }],
  ])("where Tavus %s, a lost answer is told as lost, and the team's personas go on", async (_what, fault) => {
    const { bot, lapse, admin, told, until, pages } = await startTeam(open, workspace);
    bot.standIn.setFault(fault, { operation: "list deployments" });
    bot.standIn.setFault("losesAnswer", { operation: "create deployment", times: 1 });

    const reply = await share(admin);
    expect(reply.title).toBe("Whether “Ben” is shared outside is not known");
    await until(async () => {
      await lapse(minuteMs);
      return (await pages())[0]?.ended_at !== null;
    }, "the end");
    const created = answerIn(await admin.create({ name: "Meanwhile" }));

    expect(await pages()).toMatchObject([{ end_reason: "lost" }]);
    await until(() => told().length > 0, "the word");
    expect(told()).toEqual(["U-admin: Sharing “Ben” outside did not work"]);
    expect(JSON.stringify(bot.direct.sent)).toContain("I found no link");
    expect(created.title).toBe("“Meanwhile” is ready");
  });

  test("who revokes while Tavus is slow reads that it may still work, and is told when it does not", async () => {
    const { bot, lapse, admin, deployments, told, until } = await startTeam(open, workspace, {
      patienceMs: 50,
    });
    const made = await share(admin);
    const asked = answerIn(await admin.press(buttonIn(made, "Revoke")));
    await bot.pageKeeper.stop(2000);

    const revoked = answerIn(await admin.press(buttonIn(asked, "Revoke it")));
    expect(revoked.title).toBe("The link to “Ben” may still work");
    expect(deployments()).toHaveLength(1);
    bot.pageKeeper.start();
    await until(async () => {
      await lapse(minuteMs);
      return told().length > 0;
    }, "the word");

    expect(deployments()).toEqual([]);
    expect(told()).toEqual(["U-admin: “Ben” is not shared outside any more"]);
  });

  test("who revokes another's link reads it, and whoever made it is told who did, once", async () => {
    const { bot, admin, told, until } = await startTeam(open, workspace);
    const made = await share(admin);
    const other = bot.person("U-other", "admin");
    const asked = answerIn(await other.press(buttonIn(made, "Revoke")));

    const revoked = answerIn(await other.press(buttonIn(asked, "Revoke it")));
    await until(() => told().length > 0, "the word");
    for (let looks = 0; looks < 5; looks += 1) bot.skip(minuteMs);

    expect(revoked.title).toBe("“Ben” is not shared outside any more");
    expect(told()).toEqual(["U-admin: “Ben” is not shared outside any more"]);
    expect(bot.direct.sent[0]?.reply.facts).toContainEqual(
      expect.objectContaining({ label: "Revoked", mentions: [{ kind: "person", id: "U-other" }] }),
    );
  });

  test("where nobody has its key any more, who made it is told once, and it is looked after when the key is there again", async () => {
    const bot = await startPersonaBot(open, { otherKeys: [ownKey] });
    bot.pageKeeper.start();
    onTestFinished(() => bot.pageKeeper.stop(2000));
    await bot.settings.change(workspace, { isSharingOn: true });
    const admin = bot.person("U-admin", "admin");
    await setUp(admin, { tavus_key: ownKey });
    await admin.create({ name: "Ben" });
    const password = passwordIn(await share(admin));
    const account = bot.standIn.account(ownKey);
    const kept = await bot.settingsStore.find(workspace);
    const told = () => bot.direct.sent.map(({ reply }) => reply.title);
    const looksOn = async (isOver: () => boolean) => {
      for (let round = 0; round < 400 && !isOver(); round += 1) await lapse(bot, minuteMs);
    };

    await bot.settingsStore.change(workspace, { key: null });
    await looksOn(() => told().length > 0);
    let rounds = 0;
    await looksOn(() => {
      rounds += 1;
      return rounds > 60;
    });
    expect(told()).toEqual(["I cannot look after the link to “Ben” any more"]);
    expect(account.deployments.open).toHaveLength(1);

    for (let call = 0; call < 3; call += 1)
      account.deployments.visit(account.deployments.open[0]?.id ?? "", password);
    await bot.settingsStore.change(workspace, { key: kept?.key ?? null });
    await looksOn(() => account.deployments.open.length === 0);
    await looksOn(() => told().length > 1);

    expect(account.deployments.open).toEqual([]);
    expect(told()).toEqual([
      "I cannot look after the link to “Ben” any more",
      "“Ben” is not shared outside any more",
    ]);
  });

  test("a persona that is gone in Tavus ends its link", async () => {
    const { bot, lapse, admin, deployments, until, pages } = await startTeam(open, workspace);
    await share(admin);
    await lapse(3 * minuteMs);
    bot.account.removePersona(bot.account.personas[0]?.id ?? "");
    await admin.run("persona-sync");

    await until(async () => {
      await lapse(minuteMs);
      return (await pages())[0]?.ended_at !== null;
    }, "the end");

    expect(deployments()).toEqual([]);
    expect(await pages()).toMatchObject([{ end_reason: "personaGone" }]);
  });

  test("a program of before that forgets a team leaves none of its links in the tables", async () => {
    const { bot, admin, pages } = await startTeam(open, workspace);
    await share(admin);

    await bot.database.kysely.deleteFrom("tenant_settings").where("tenant_id", "=", workspace).execute();

    expect(await pages()).toEqual([]);
  });
});
