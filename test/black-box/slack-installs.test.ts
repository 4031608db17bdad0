import { expect, test } from "vitest";
import type { Browser, Shown } from "../../sandbox/stand-ins/slack/grid/browser.ts";
import { answerTo, reads, waitFor } from "../support/black-box/black-box-chat.ts";
import { createLinked, setUp } from "../support/black-box/black-box-people.ts";
import {
  type GridRun,
  organization,
  servedByOrganization,
  startGridRun,
} from "../support/black-box/grid-run.ts";

const timeout = 60_000;

test("two workspaces and an organization install the app, and each has its own bot", {
  timeout,
}, async () => {
  const run = await startGridRun();
  const { publicUrl } = await run.start();
  const [one, two, red] = [run.somebody("T0ONE"), run.somebody("T0TWO"), run.somebody("T0RED")];

  const shown = await run.browser(publicUrl).install("T0ONE", one.userId);
  await run.browser(publicUrl).install("T0TWO", two.userId);
  await run.browser(publicUrl).install(organization, red.userId);
  servedByOrganization(run, "T0RED", true);

  expect(shown).toMatchObject({ status: 200, text: expect.stringContaining("installed in Team T0ONE") });
  for (const chat of [one, two, red])
    expect((await reads(chat, "this is PersonaForge")).isPublic).toBe(false);
  await createLinked(one, "Of One");
  await createLinked(two, "Of Two");
  await createLinked(red, "Of Red");
  const rows = await run.table("personas");
  expect(rows.map(({ tenant_id, name }) => [tenant_id, name]).sort()).toEqual([
    ["slack:T0ONE", "Of One"],
    ["slack:T0RED", "Of Red"],
    ["slack:T0TWO", "Of Two"],
  ]);
  for (const [chat, mine] of [
    [one, "Of One"],
    [two, "Of Two"],
    [red, "Of Red"],
  ] as const) {
    const list = await answerTo(chat, () => chat.run("persona-list"));
    expect(list.text).toContain(mine);
    for (const other of ["Of One", "Of Two", "Of Red"].filter((name) => name !== mine))
      expect(list.text).not.toContain(other);
  }
});

test("events about an installation that is no more leave the new one alone", { timeout }, async () => {
  const run = await startGridRun();
  const { publicUrl } = await run.start();
  const chat = run.somebody("T0ONE");
  await run.browser(publicUrl).install("T0ONE", chat.userId);
  await createLinked(chat, "Before");
  const left = () => leftBecause(run, "T0ONE");

  // Uninstalled, and told of it twice, in either order.
  run.grid.tokens.kill("T0ONE", "account_inactive");
  for (const event of [...removal(run), ...removal(run).reverse()])
    await run.grid.team("T0ONE").event(event).acked();
  await waitFor(async () => (await left()) !== null);
  await waitFor(async () => (await run.table("installations")).length === 0);

  await run.browser(publicUrl).install("T0ONE", chat.userId);
  await reads(chat, "I am back");
  expect(await left()).toBeNull();

  // Events that were late, and those of a second removal that came to nothing.
  for (const event of [...removal(run), ...removal(run)]) await run.grid.team("T0ONE").event(event).acked();
  await createLinked(chat, "After");
  expect(await left()).toBeNull();
  expect((await answerTo(chat, () => chat.run("persona-list"))).text).toContain("Before");
});

test("a new installation that comes before the events of the old one's end stays", { timeout }, async () => {
  const run = await startGridRun();
  const { publicUrl } = await run.start();
  const chat = run.somebody("T0ONE");
  await run.browser(publicUrl).install("T0ONE", chat.userId);

  run.grid.tokens.kill("T0ONE", "account_inactive");
  await run.browser(publicUrl).install("T0ONE", chat.userId);
  for (const event of removal(run)) await run.grid.team("T0ONE").event(event).acked();

  await createLinked(chat, "Here");
  expect(await leftBecause(run, "T0ONE")).toBeNull();
});

test("an organization that removes the app takes its workspaces along, but for one with its own installation", {
  timeout,
}, async () => {
  const run = await startGridRun();
  const { publicUrl } = await run.start();
  const [red, blue] = [run.somebody("T0RED"), run.somebody("T0BLUE")];
  await run.browser(publicUrl).install(organization, red.userId);
  for (const teamId of ["T0RED", "T0BLUE"]) servedByOrganization(run, teamId, true);
  await createLinked(red, "Red");
  await createLinked(blue, "Blue");
  await run.browser(publicUrl).install("T0BLUE", blue.userId);

  run.grid.tokens.kill(organization, "account_inactive");
  run.grid.team("T0RED").alter((payload) => ({ ...payload, team_id: organization, authorizations: [] }));
  for (const event of removal(run)) await run.grid.team("T0RED").event(event).acked();
  run.grid.team("T0RED").alter((payload) => payload);
  await waitFor(async () => (await leftBecause(run, "T0RED")) !== null);
  servedByOrganization(run, "T0BLUE", false);
  await createLinked(blue, "Blue goes on");
  expect(await leftBecause(run, "T0BLUE")).toBeNull();
  const refused = await answerTo(red, () => red.run("persona-list"));
  expect(refused.text).toContain("I am not installed here");
  expect(refused.text).toContain("/slack/install");

  await run.browser(publicUrl).install(organization, blue.userId);
  expect(await leftBecause(run, "T0RED")).toBeNull();
  await createLinked(red, "Red again");

  // Its own installation goes, and the organization's serves it.
  run.grid.tokens.kill("T0BLUE", "token_revoked");
  for (const event of removal(run)) await run.grid.team("T0BLUE").event(event).acked();
  servedByOrganization(run, "T0BLUE", true);
  await createLinked(blue, "Blue by the organization");
  expect(await leftBecause(run, "T0BLUE")).toBeNull();
});

test("in an organization's workspace the organization's admins set up, and the workspace's own read why they cannot", {
  timeout,
}, async () => {
  const run = await startGridRun();
  const { publicUrl } = await run.start();
  const own = run.somebody("T0RED", { isAdmin: true });
  const theirs = run.somebody("T0RED", { isOrgAdmin: true });

  const shown = await run.browser(publicUrl).install(organization, theirs.userId);
  servedByOrganization(run, "T0RED", true);
  const refused = await answerTo(own, () => own.run("persona-setup"));
  const explained = await answerTo(own, () => own.run("persona-setup", { text: "help" }));

  expect(shown.text).toContain("an admin or owner of the organization types /persona-setup");
  expect(refused.text).toContain("Only admins and owners of your whole organization may do this");
  expect(explained.text).toContain("admins and owners of your whole organization");
  await setUp(theirs, { managers: [own.userId] });

  // With a token of the workspace's own Slack names its own admins.
  await run.browser(publicUrl).install("T0RED", own.userId);
  servedByOrganization(run, "T0RED", false);
  await setUp(run.somebody("T0RED", { isAdmin: true }), { managers: [] });
});

test("a workspace that its organization takes the app from has left", { timeout }, async () => {
  const run = await startGridRun();
  const { publicUrl } = await run.start();
  const red = run.somebody("T0RED");
  await run.browser(publicUrl).install(organization, red.userId);
  servedByOrganization(run, "T0RED", true);
  await createLinked(red, "Red");
  const revoked = { type: "team_access_revoked", team_ids: ["T0RED"] };

  const early = { event_time: Math.floor(Date.now() / 1000) - 3600 };
  run.grid.team("T0RED").alter((payload) => ({ ...payload, ...early }));
  await run.grid.team("T0RED").event(revoked).acked();
  run.grid.team("T0RED").alter((payload) => ({ ...payload, event_time: Math.ceil(Date.now() / 1000) + 1 }));
  expect(await leftBecause(run, "T0RED")).toBeNull();
  await run.grid.team("T0RED").event(revoked).acked();
  await waitFor(async () => (await leftBecause(run, "T0RED")) !== null);
});

test("an uninstalled workspace is noticed by a refused call too, its tokens go at once and its rows stay", {
  timeout,
}, async () => {
  const run = await startGridRun();
  const { publicUrl } = await run.start();
  const chat = run.somebody("T0ONE");
  await run.browser(publicUrl).install("T0ONE", chat.userId);
  await createLinked(chat, "Kept");

  run.grid.tokens.kill("T0ONE", "account_inactive");
  await chat.run("persona-create");

  await waitFor(async () => (await leftBecause(run, "T0ONE")) !== null);
  await waitFor(async () => (await run.table("installations")).length === 0);
  expect(await run.table("personas")).toHaveLength(1);
});

const cases: [string, (browser: Browser) => Promise<Shown>, number, RegExp][] = [
  [
    "is cancelled",
    async (browser) => browser.open(await browser.refuse(await browser.begin())),
    200,
    /You cancelled it/,
  ],
  [
    "is finished twice",
    async (browser) => {
      const back = await browser.agree(await browser.begin(), "T0ONE", "U0ONEMIA");
      const cookie = back.searchParams.get("state") ?? "";
      await browser.open(back);
      browser.setCookie("slack-app-oauth-state", cookie);
      return browser.open(back);
    },
    400,
    /opened a second time/,
  ],
  [
    "was begun in another browser",
    async (browser) => {
      const back = await browser.agree(await browser.begin(), "T0ONE", "U0ONEMIA");
      browser.setCookie("slack-app-oauth-state", "another");
      return browser.open(back);
    },
    400,
    /not begun here/,
  ],
  [
    "has a state that nobody gave",
    async (browser) => {
      const back = await browser.agree(await browser.begin(), "T0ONE", "U0ONEMIA");
      back.searchParams.set("state", "x.y.z");
      browser.setCookie("slack-app-oauth-state", "x.y.z");
      return browser.open(back);
    },
    400,
    /not begun here/,
  ],
  [
    "brings a code that Slack does not know",
    async (browser) => {
      const back = await browser.agree(await browser.begin(), "T0ONE", "U0ONEMIA");
      back.searchParams.set("code", "made-up");
      return browser.open(back);
    },
    400,
    /took too long/,
  ],
  [
    "comes back with an error of Slack's",
    async (browser) => {
      const back = await browser.agree(await browser.begin(), "T0ONE", "U0ONEMIA");
      back.searchParams.delete("code");
      back.searchParams.set("error", "<script>alert(1)</script>");
      return browser.open(back);
    },
    403,
    /Slack did not allow it/,
  ],
  ["brings nothing at all", (browser) => browser.openPath("/slack/oauth_redirect"), 400, /not begun here/],
];

test("an installation that comes to nothing says so on its page, with the way to begin again", {
  timeout,
}, async () => {
  const run = await startGridRun();
  const { publicUrl } = await run.start();

  for (const [what, act, status, words] of cases) {
    const shown = await act(run.browser(publicUrl));
    expect
      .soft({ what, status: shown.status, text: shown.text })
      .toMatchObject({ what, status, text: expect.stringMatching(words) });
    expect.soft(shown.text).toContain("/slack/install");
    expect.soft(shown.text).not.toContain("<script");
  }
  const page = await run.browser(publicUrl).install(organization, "U0REDMIA");
  expect(page.text).toContain("Persona &#60;Group&#62; &#38; Co");
});

test("a workspace that nobody has installed the app in is told so, whatever its people do", {
  timeout,
}, async () => {
  const run = await startGridRun();
  await run.start();
  const chat = run.somebody("T0TWO");

  const answer = await answerTo(chat, () => chat.run("persona-list"));

  expect(answer.text).toContain("I am not installed here");
  expect(answer.isPublic).toBe(false);
});

/** What Slack sends when the app is removed. */
function removal(run: GridRun) {
  const bot = run.grid.team("T0ONE").workspace.botUserId;
  return [{ type: "tokens_revoked", tokens: { oauth: [], bot: [bot] } }, { type: "app_uninstalled" }];
}

async function leftBecause(run: GridRun, teamId: string): Promise<unknown> {
  const rows = await run.table("tenants");
  return rows.find((row) => row.tenant_id === `slack:${teamId}`)?.left_because;
}
