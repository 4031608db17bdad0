import { expect, test, vi } from "vitest";
import type { WorkspaceSeed } from "../../sandbox/stand-ins/slack/workspace.ts";
import type { BotOptions } from "../../src/slack/bot.ts";
import { aBot, startStandIn } from "./setup.ts";

async function startBot(
  change: Partial<Extract<BotOptions, { botToken: string }>> = {},
  workspace: WorkspaceSeed = {},
) {
  const standIn = await startStandIn({ workspace });
  const removed: string[][] = [];
  const opened: string[] = [];
  const { bot, records } = aBot(
    standIn,
    {},
    {
      onRemoved: (...said) => void removed.push(said),
      onHome: (_teamId, userId) => void opened.push(userId),
      ...change,
    },
  );
  await bot.start();
  return { standIn, bot, removed, opened, ...records };
}

const done = { tone: "success", title: "Done" } as const;
const both = { tokens: { oauth: ["U0ADA"], bot: ["U0BOT"] } };

test("an uninstalled app is told of once, though two events and failing calls say so", async () => {
  const { standIn, bot, removed } = await startBot();

  for (const event of standIn.uninstall()) await event.acked();
  await bot
    .sendDirectFor("T0SANDBOX")("U0MIA", done)
    .catch(() => undefined);

  expect(removed).toEqual([["T0SANDBOX", "tokens_revoked"]]);
  expect(standIn.problems).toEqual([]);
});

test.each([
  ["app_uninstalled", {}, "app_uninstalled"],
  ["tokens_revoked", both, "tokens_revoked"],
])("the event %s says that the app was removed", async (type, body, because) => {
  const { standIn, removed, lines } = await startBot();

  await standIn.event({ type, ...body }).acked();

  expect(removed).toEqual([["T0SANDBOX", because]]);
  expect(lines.join("")).toContain("Install it to the workspace again");
});

const ours = { authorizations: [{ team_id: "T0SANDBOX", enterprise_id: "E0ORG", is_bot: true }] };
const theirs = { team_id: "T0SISTER", authorizations: [{ team_id: "T0SISTER" }] };
const unsaid = { team_id: "E0ORG", enterprise_id: "E0ORG", authorizations: [] };

test.each<[string, object, boolean]>([
  ["the workspace as that of its installation", { team_id: "E0ORG", ...ours }, true],
  [
    "the workspace as its context",
    { team_id: "T0SISTER", authorizations: null, context_team_id: "T0SANDBOX" },
    true,
  ],
  ["another workspace", theirs, false],
])("in an organization, an event that names %s is taken for what it is", async (_whose, named, isOurs) => {
  const { standIn, opened, removed } = await startBot({}, { enterpriseId: "E0ORG" });
  const home = { type: "app_home_opened", user: "U0MIA", tab: "messages" };
  standIn.alter((payload) => ({ ...payload, ...named }));

  await standIn.event(home).acked();
  if (isOurs) await vi.waitFor(() => expect(opened).toEqual(["U0MIA"]));
  await standIn.event({ type: "app_uninstalled" }).acked();

  expect(removed).toEqual(isOurs ? [["T0SANDBOX", "app_uninstalled"]] : []);
  expect(opened).toEqual(isOurs ? ["U0MIA"] : []);
});

test("an event of the organization alone is believed when Slack refuses the token", async () => {
  const { standIn, removed } = await startBot({}, { enterpriseId: "E0ORG" });
  standIn.fail("auth.test", { error: "account_inactive" });
  standIn.alter((payload) => ({ ...payload, ...unsaid }));

  await standIn.event({ type: "app_uninstalled" }).acked();

  await vi.waitFor(() => expect(removed).toEqual([["T0SANDBOX", "account_inactive"]]));
});

test("an event of the organization alone is not believed when Slack takes the token", async () => {
  const { standIn, removed } = await startBot({}, { enterpriseId: "E0ORG" });
  standIn.alter((payload) => ({ ...payload, ...unsaid }));
  const asked: string[] = [];
  standIn.onEvent(({ what }) => void (what === "auth.test" && asked.push(what)));

  await standIn.event({ type: "app_uninstalled" }).acked();

  await vi.waitFor(() => expect(asked).toHaveLength(1));
  expect(removed).toEqual([]);
});

test("a stranger who opens the app's messages is not welcomed, and not counted", async () => {
  const { standIn, opened } = await startBot();

  await (await standIn.person("U0STRANGER").openApp("messages")).acked();
  await (await standIn.person("U0MIA").openApp("messages")).acked();

  await vi.waitFor(() => expect(opened).toEqual(["U0MIA"]));
});

test.each([
  { oauth: ["U0ADA"], bot: [] },
  { oauth: ["U0ADA"] },
])("people's own tokens may be revoked, and the bot stays: %j", async (tokens) => {
  const { standIn, removed } = await startBot();

  await standIn.event({ type: "tokens_revoked", tokens }).acked();

  expect(removed).toEqual([]);
});

test.each([
  ["account_inactive", "account_inactive"],
  ["token_revoked", "tokens_revoked"],
])("a call refused with %s says that the app was removed, when Slack says it of the token, too", async (error, because) => {
  const { standIn, bot, removed } = await startBot();
  standIn.fail("chat.postMessage", { error });
  standIn.fail("auth.test", { error });

  await expect(bot.sendDirectFor("T0SANDBOX")("U0MIA", done)).rejects.toThrow(error);

  await vi.waitFor(() => expect(removed).toEqual([["T0SANDBOX", because]]));
});

test("where Slack may only take nothing from this machine's address, nobody was removed, and the health says so", async () => {
  const { standIn, bot, removed, impaired } = await startBot();
  for (const method of ["chat.postMessage", "auth.test"]) standIn.fail(method, { error: "invalid_auth" });

  await expect(bot.sendDirectFor("T0SANDBOX")("U0MIA", done)).rejects.toThrow("invalid_auth");

  await vi.waitFor(() => expect(impaired).toEqual([expect.stringContaining("this machine's address")]));
  expect(removed).toEqual([]);
});

test("one refused call is not believed while Slack knows the token", async () => {
  const { standIn, bot, removed } = await startBot();
  standIn.fail("chat.postMessage", { error: "invalid_auth" });
  const asked = standIn.until(() => (removed.length > 0 ? true : undefined), 300).catch(() => "nothing");

  await expect(bot.sendDirectFor("T0SANDBOX")("U0MIA", done)).rejects.toThrow("invalid_auth");

  expect(await asked).toBe("nothing");
  expect(await bot.sendDirectFor("T0SANDBOX")("U0MIA", done)).toBe(true);
});

test("a token refused at start is a reason not to start, and no removal", async () => {
  const standIn = await startStandIn();
  standIn.uninstall();
  const removed: string[][] = [];
  const { bot } = aBot(standIn, {}, { onRemoved: (...said) => void removed.push(said) });

  await expect(bot.start()).rejects.toThrow("SLACK_BOT_TOKEN");

  expect(removed).toEqual([]);
});

test("whoever opens the app's messages is told of once, and its other tab does not count", async () => {
  const { standIn, opened } = await startBot();
  const [ada, mia] = [standIn.person("U0ADA"), standIn.person("U0MIA")];

  await (await ada.openApp("home")).acked();
  for (const each of [ada, ada, mia]) await (await each.openApp("messages")).acked();

  await vi.waitFor(() => expect(opened).toEqual(["U0ADA", "U0MIA"]));
});

test("a welcome that fails is logged, and the event is acknowledged all the same", async () => {
  const { standIn, lines } = await startBot({ onHome: () => Promise.reject(new Error("no database")) });

  const { outcome } = await (await standIn.person("U0ADA").openApp("messages")).acked();

  expect(outcome).toBe("acked");
  await vi.waitFor(() => expect(lines.join("")).toContain("could not be welcomed"));
});

test("guests and strangers are known, and a person grants their own id", async () => {
  const found: unknown[] = [];
  const standIn = await startStandIn();
  const { bot } = aBot(standIn, {
    async command({ member }, answering) {
      found.push([member.grants, await member.isGuest(), await member.role()]);
      await answering.answer(done);
    },
  });
  await bot.start();

  for (const id of ["U0ADA", "U0MIA", "U0GUS", "U0GWEN"])
    await (await standIn.person(id).command("C0GENERAL", "/persona-show")).acked();

  expect(found).toEqual([
    [["U0ADA"], false, "admin"],
    [["U0MIA"], false, "member"],
    [["U0GUS"], true, "member"],
    [["U0GWEN"], true, "member"],
  ]);
});
