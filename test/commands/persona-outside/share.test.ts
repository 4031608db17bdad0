import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { openShare, passwordIn, share, startTeam } from "../../support/outside-team.ts";
import { buttonIn, guild, type PersonaBot, workspace } from "../../support/persona-bot.ts";
import { answerIn, hows, openedForm, recordAnswering } from "../../support/recording-answering.ts";

const teams = [
  { platform: "Slack", tenantId: workspace },
  { platform: "Discord", tenantId: guild },
];

async function everyRow({ database: { kysely } }: PersonaBot): Promise<string> {
  const tables = await kysely.introspection.getTables();
  const rows = tables.map(({ name }) =>
    kysely
      .selectFrom(name as "landing_pages")
      .selectAll()
      .execute(),
  );
  return JSON.stringify(await Promise.all(rows));
}

forEachEngine((_engine, open) => {
  test.each(
    teams,
  )("$platform: a link is made with a password and a cap, shown without it, and revoked once somebody is sure", async ({
    tenantId,
  }) => {
    const { bot, admin, deployments, pages } = await startTeam(open, tenantId);

    const made = await share(admin);
    const [deployment] = deployments();
    expect(made).toMatchObject({
      tone: "success",
      title: "“Ben” is shared outside now",
      visibility: "private",
    });
    expect(made.links).toMatchObject([{ url: `https://sandbox.maker.tavus.io/${deployment?.id}` }]);
    expect(made.text).toContain("up to 15 minutes");
    expect(made.text).toContain("draft");
    expect(deployment?.body).toMatchObject({ channel: "landing-page", limits: { max_call_duration: 300 } });
    expect(bot.account.deployments.visit(deployment?.id ?? "", "guess")).toBe("wrong password");
    expect(bot.account.deployments.visit(deployment?.id ?? "", passwordIn(made))).toBe("in");

    const shown = answerIn(await openShare(bot.person("U-other", "admin", tenantId)));
    expect(shown.title).toBe("“Ben” is shared outside");
    expect(JSON.stringify(shown)).not.toContain(passwordIn(made));
    const asked = answerIn(await admin.press(buttonIn(shown, "Revoke")));
    expect(deployments()).toHaveLength(1);
    const revoked = answerIn(await admin.press(buttonIn(asked, "Revoke it")));

    expect(revoked.title).toBe("“Ben” is not shared outside any more");
    expect(deployments()).toEqual([]);
    expect(await pages()).toMatchObject([{ end_reason: "person", end_by: "U-admin" }]);
  });

  test.each([
    ["at once", 0],
    ["late, so that an answer is promised", 2000],
  ])("the password is in no row and in no line of the log, neither while it is said nor afterwards: %s", async (_when, ageMs) => {
    const { bot, admin } = await startTeam(open, workspace);
    const form = openedForm(await openShare(admin));
    let meanwhile = "";
    const answer = async () => {
      meanwhile = await everyRow(bot);
    };
    const answering = recordAnswering({ ageMs, on: { answer } });

    const said = answerIn(await admin.send(form, { calls: "3", minutes: "5" }, answering));

    const password = passwordIn(said);
    expect(hows(answering).some((how) => how === "defer" || how === "keepForm")).toBe(ageMs > 0);
    expect(password).toMatch(/^\w{4}(-\w{4}){3}$/);
    expect(meanwhile).toContain(`"name":"Ben"`);
    for (const text of [meanwhile, await everyRow(bot), bot.written.join("")])
      expect(text).not.toContain(password);
  });

  test.each([
    ["nobody has allowed it", { isAllowed: false }, "member"],
    ["a member asks", {}, "member"],
  ] as const)("where %s it is not offered", async (_why, options, role) => {
    const { bot } = await startTeam(open, workspace, options);
    const person = bot.person("U-somebody", role);

    await expect(openShare(person)).rejects.toThrow(/no button/);
  });

  test("a button that was there before an admin switched it off makes nothing", async () => {
    const { bot, admin, deployments } = await startTeam(open, workspace);
    const form = openedForm(await openShare(admin));
    await bot.settings.change(workspace, { isSharingOn: false });

    const refused = await admin.send(form, { calls: "3", minutes: "5" });

    expect(JSON.stringify(refused.said)).toContain("Nobody here may share personas outside");
    expect(deployments()).toEqual([]);
  });

  test("a form that comes twice, and a second one, make one link and show the password once", async () => {
    const { admin, deployments, bot } = await startTeam(open, workspace);
    const form = openedForm(await openShare(admin));
    const other = bot.person("U-other", "admin");
    const otherForm = openedForm(await openShare(other));

    const answers = await Promise.all([
      admin.send(form, { calls: "3", minutes: "5" }),
      admin.send(form, { calls: "3", minutes: "5" }),
      other.send(otherForm, { calls: "9", minutes: "9" }),
    ]);

    expect(deployments()).toHaveLength(1);
    expect(answers.map(answerIn).filter((reply) => passwordIn(reply) !== "")).toHaveLength(1);
  });

  test("the form opens with a cap in it, which is taken as it stands", async () => {
    const { admin, deployments } = await startTeam(open, workspace);
    const form = openedForm(await openShare(admin));

    await admin.send(form);

    expect(form.values).toEqual({ calls: "20", minutes: "10" });
    expect(deployments()).toMatchObject([{ body: { limits: { max_call_duration: 600 } } }]);
  });

  test.each(["0", "501", "many", "-1", "2.5"])("%s calls are refused in the form", async (calls) => {
    const { admin, deployments } = await startTeam(open, workspace);
    const form = openedForm(await openShare(admin));

    await admin.send(form, { calls, minutes: "5" });

    expect(deployments()).toEqual([]);
  });

  test.each([
    "rejected",
    "outOfCredits",
    "invalidKey",
    "rateLimited",
  ] as const)("%s is told with Tavus's reason, and it can be tried again at once", async (fault) => {
    const { bot, admin, deployments } = await startTeam(open, workspace);
    const clear = bot.standIn.setFault(fault, { operation: "create deployment" });

    const refused = await share(admin);
    expect(refused).toMatchObject({ tone: "failure", title: "Sharing “Ben” outside did not work" });
    expect(refused.text).toMatch(/\. Tavus says: “.+”\nNothing was made/);
    expect(refused.text).toMatch(/ress Share outside\.$|tell whoever runs the bot\.$/);
    expect(refused.buttons).toMatchObject([{ label: "Share outside" }]);
    clear();

    expect((await share(admin)).title).toBe("“Ben” is shared outside now");
    expect(deployments()).toHaveLength(1);
  });

  test("a persona that Tavus says it does not know is to be looked for, and nobody is told to ask the operator", async () => {
    const { bot, admin } = await startTeam(open, workspace);
    bot.standIn.setFault(
      { status: 400, body: { error: "Invalid persona_id" } },
      { operation: "create deployment" },
    );

    const { text = "" } = await share(admin);

    expect(text).toContain(
      "does not know the linked persona under the present key. Tavus says: “Invalid persona_id”",
    );
    expect(text).toContain("/persona-show looks whether it is still there, and says what can be done.");
  });

  test.each([
    "losesAnswer",
    "hangAfter",
    "dropBefore",
    "serverErrors",
    "nonsense",
  ] as const)("whose answer was lost (%s) is found and ended, and that is told", async (fault) => {
    const { bot, lapse, admin, deployments, told, until, pages } = await startTeam(open, workspace);
    bot.standIn.setFault(fault, { operation: "create deployment", times: 1 });

    const reply = await share(admin);
    expect(passwordIn(reply)).toBe("");
    await until(async () => {
      await lapse(30_000);
      return (await pages())[0]?.ended_at !== null;
    }, "the end");

    expect(deployments()).toEqual([]);
    expect(await pages()).toMatchObject([{ end_reason: expect.stringMatching(/^(found|lost)$/) }]);
    await until(() => told().length > 0, "the word");
    expect(told()).toEqual(["U-admin: Sharing “Ben” outside did not work"]);
  });
});
