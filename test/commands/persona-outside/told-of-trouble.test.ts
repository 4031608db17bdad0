import { expect, test } from "vitest";
import type { LandingPageRow } from "../../../src/database/landing-page/landing-page-row.ts";
import type { Database } from "../../../src/database/opening/connect.ts";
import { type Interruptible, makeInterruptible } from "../../support/between-statements.ts";
import { forEachEngine, type OpenDatabase } from "../../support/databases.ts";
import { openShare, share, startTeam } from "../../support/outside-team.ts";
import { buttonIn, workspace } from "../../support/persona-bot.ts";
import { answerIn, openedForm, recordAnswering } from "../../support/recording-answering.ts";
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

/** As another process does that looks after a link while this one stands still: it is over, and its person knows. */
function endElsewhere({ kysely }: Database): Promise<unknown> {
  const columns = { ended_at: "2026-01-01T00:00:00.000Z", end_reason: "person", end_told: 1, look_at: null };
  return kysely.updateTable("landing_pages").set(columns).execute();
}

/** A team; `act` happens once, so many statements after the first row that `isSo`. */
async function startInterruptible(open: OpenDatabase) {
  const opened = Promise.withResolvers<Database>();
  const { promise: interruptible, resolve } = Promise.withResolvers<Interruptible>();
  const openInterruptible: OpenDatabase = async (options) => {
    const plain = await open(options);
    opened.resolve(plain);
    // Looks for what is due go on beside the one that is waited for.
    resolve(makeInterruptible(plain, { inTurn: true }));
    return (await interruptible).database;
  };
  const team = await startTeam(openInterruptible, workspace, { patienceMs: 50 });
  const [plain, { interruptAfter }] = [await opened.promise, await interruptible];
  let hasActed = false;
  return {
    team,
    plain,
    hasActed: () => hasActed,
    actOnce(act: () => Promise<unknown>, isSo: (row: LandingPageRow) => boolean, later: number) {
      let seen = 0;
      const look = async () => {
        const row = await plain.kysely.selectFrom("landing_pages").selectAll().executeTakeFirst();
        if (row && isSo(row)) seen += 1;
        if (seen <= later) return interruptAfter(1, look);
        await act();
        hasActed = true;
      };
      interruptAfter(1, look);
    },
  };
}

forEachEngine((_engine, open) => {
  test("whoever stood still before they told that a link may still work says nothing of one that has ended since", async () => {
    const { team, plain, actOnce, hasActed } = await startInterruptible(open);
    const made = await share(team.admin);
    team.bot.standIn.setFault("serverErrors", { operation: "get deployment" });
    const other = team.bot.person("U-other", "admin");
    const asked = answerIn(await other.press(buttonIn(made, "Revoke")));
    await other.press(buttonIn(asked, "Revoke it"));

    actOnce(
      () => endElsewhere(plain),
      ({ look_tries }) => look_tries >= 3,
      0,
    );
    await passUntil(team, "the other process", hasActed);
    await team.bot.pageKeeper.stop(2000);

    expect(team.told()).toEqual([]);
  });

  test("whoever stood still as a link had ended does not tell what another process has told", async () => {
    const { team, plain, actOnce, hasActed } = await startInterruptible(open);
    await share(team.admin);
    const [page] = team.deployments();

    actOnce(
      () => endElsewhere(plain),
      ({ ended_at }) => ended_at !== null,
      1,
    );
    team.bot.account.deployments.remove(page?.id ?? "");
    await passUntil(team, "the other process", hasActed);
    await team.bot.pageKeeper.stop(2000);

    expect(team.told()).toEqual([]);
  });

  test("who gets a link that had ended while their answer was held up reads after it that it has", async () => {
    const team = await startTeam(open, workspace, { patienceMs: 50 });
    const form = openedForm(await openShare(team.admin));
    const on = {
      answer: () => passUntil(team, "the end", async () => (await team.pages())[0]?.ended_at !== null),
    };

    const answer = answerIn(
      await team.admin.send(form, { calls: "3", minutes: "5" }, recordAnswering({ on })),
    );
    await team.until(() => team.told().length > 1, "the word after it");

    const ended = "U-admin: “Ben” is not shared outside any more";
    expect(answer.title).toContain("Ben");
    expect(team.told()).toEqual([ended, ended]);
  });

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
