import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { share, startTeam } from "../../support/outside-team.ts";
import { buttonIn, workspace } from "../../support/persona-bot.ts";
import { answerIn } from "../../support/recording-answering.ts";
import { untilTrue } from "../../support/until-true.ts";

const minuteMs = 60_000;
type Team = Awaited<ReturnType<typeof startTeam>>;

/** Time passes, with its looks. */
function passUntil(team: Team, what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  return team.until(async () => {
    await team.lapse(3 * minuteMs);
    return isSo();
  }, what);
}

const triesOf = async (team: Team) => (await team.pages())[0]?.look_tries ?? 0;

async function passLooks(team: Team, count: number): Promise<void> {
  const before = await triesOf(team);
  await passUntil(team, `${count} looks`, async () => (await triesOf(team)) >= before + count);
}

forEachEngine((_engine, open) => {
  test.each([
    0, 2, 3, 5,
  ])("who made a link that somebody revokes after %i looks in vain is told once that it may still work", async (before) => {
    const team = await startTeam(open, workspace, { patienceMs: 50 });
    const made = await share(team.admin);
    const repair = team.bot.standIn.setFault("serverErrors", { operation: "get deployment" });
    await passLooks(team, before);

    const other = team.bot.person("U-other", "admin");
    const asked = answerIn(await other.press(buttonIn(made, "Revoke")));
    const revoked = answerIn(await other.press(buttonIn(asked, "Revoke it")));
    await passUntil(team, "the word", () => team.told().length > 0);
    await passLooks(team, 3);

    expect(revoked.text).toContain("tell whoever made it");
    expect(team.told()).toEqual(["U-admin: The link to “Ben” may still work"]);
    repair();
    await passUntil(team, "the second word", () => team.told().length > 1);
    expect(team.told().slice(1)).toEqual(["U-admin: “Ben” is not shared outside any more"]);
  });

  test.each([
    ["40", 40_000],
    ["7200", 5 * minuteMs],
  ])("where Tavus asks for %s s, a link is looked at again after that, or five minutes", async (seconds, ms) => {
    const team = await startTeam(open, workspace);
    await share(team.admin);
    const fault = { status: 429, headers: { "retry-after": seconds } };
    team.bot.standIn.setFault(fault, { operation: "get deployment" });
    const [due] = await team.pages();
    team.bot.skip(Date.parse(due?.look_at ?? "") - team.bot.database.now() + 1);
    await untilTrue(async () => (await triesOf(team)) > 0, { what: "the look" });
    await team.bot.pageKeeper.stop(2000);

    const [page] = await team.pages();
    const pauseMs = Date.parse(page?.look_at ?? "") - team.bot.database.now();
    expect(Math.abs(pauseMs - ms)).toBeLessThan(5000);
  });

  test("who made a link is told that nobody looks after it, also where looks had failed before for another reason", async () => {
    const team = await startTeam(open, workspace);
    await share(team.admin);
    const repair = team.bot.standIn.setFault("serverErrors", { operation: "get deployment" });
    await passLooks(team, 4);
    expect(team.told()).toEqual([]);

    await team.bot.pageKeeper.stop(2000);
    const links = team.bot.database.kysely.updateTable("links");
    await links.set({ key_tag: "another" }).where("subject_kind", "=", "landingPage").execute();
    repair();
    team.bot.standIn.setFault({ status: 410 }, { operation: "get deployment" });
    const none = { status: 200, body: { data: [], total_count: 0 } };
    team.bot.standIn.setFault(none, { operation: "list deployments" });
    team.bot.pageKeeper.start();
    await passUntil(team, "the word", () => team.told().length > 0);
    await passLooks(team, 2);

    expect(team.told()).toEqual(["U-admin: I cannot look after the link to “Ben” any more"]);
  });

  test.each<[string, unknown]>([
    ["not at all", undefined],
    ["as an object", { calls: 1 }],
  ])("a link whose calls Tavus tells %s is ended after some looks, because it would have no end, and its maker is told", async (_how, said) => {
    const team = await startTeam(open, workspace);
    await share(team.admin);
    const [deployment] = team.deployments();
    const body = {
      deployment_id: deployment?.id,
      status: "active",
      has_password: true,
      ...(said !== undefined && { usage_total: said }),
    };
    const repair = team.bot.standIn.setFault({ status: 200, body }, { operation: "get deployment" });
    await passLooks(team, 1);
    repair();
    await passUntil(team, "a count", async () => (await triesOf(team)) === 0);
    expect(team.deployments()).toHaveLength(1);

    team.bot.standIn.setFault({ status: 200, body }, { operation: "get deployment" });
    await passUntil(team, "the word", () => team.told().length > 0);

    expect(team.deployments()).toEqual([]);
    expect(await team.pages()).toMatchObject([{ end_reason: "uncounted" }]);
    expect(team.bot.direct.sent[0]?.reply.text).toContain("Tavus does not say how many calls");
  });

  test("one answer without a count ends no link, also after looks that failed", async () => {
    const team = await startTeam(open, workspace);
    await share(team.admin);
    const [deployment] = team.deployments();
    const repair = team.bot.standIn.setFault("serverErrors", { operation: "get deployment" });
    await passLooks(team, 4);
    repair();
    const body = { deployment_id: deployment?.id, status: "active", has_password: true };
    team.bot.standIn.setFault({ status: 200, body }, { operation: "get deployment", times: 1 });
    await passUntil(team, "a count", async () => (await triesOf(team)) === 0);

    expect(await team.pages()).toMatchObject([{ end_reason: null }]);
    expect(team.deployments()).toHaveLength(1);
  });

  test("a count that is written out ends a link at its limit", async () => {
    const team = await startTeam(open, workspace);
    await share(team.admin);
    const [deployment] = team.deployments();
    const body = { deployment_id: deployment?.id, status: "Active", has_password: "true", usage_total: "3" };
    team.bot.standIn.setFault({ status: 200, body }, { operation: "get deployment" });
    await passUntil(team, "the end", async () => (await team.pages())[0]?.end_reason !== null);

    expect(await team.pages()).toMatchObject([{ end_reason: "cap", calls_used: 3 }]);
  });
});
