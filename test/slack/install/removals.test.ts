import { expect, test, vi } from "vitest";
import { done, mountHttp } from "../setup.ts";
import { startInstalledBot } from "./installed-bot.ts";

const one = [{ teamId: "T0ONE", name: "One" }];

async function startOne(options?: Parameters<typeof startInstalledBot>[1]) {
  const started = await startInstalledBot(one, options);
  const send = () => started.bot.sendDirectFor("T0ONE")("U00ONEMIA", done);
  const isStored = async () => (await started.store.find("T0ONE")) !== undefined;
  return { ...started, send, isStored };
}

test.each([
  ["account_inactive", "account_inactive"],
  ["token_revoked", "tokens_revoked"],
  ["token_expired", "tokens_revoked"],
])("a token of which Slack says %s is deleted", async (code, because) => {
  const { grid, send, removed, isStored } = await startOne();
  grid.tokens.kill("T0ONE", code);

  await expect(send()).rejects.toThrow(code);

  await vi.waitFor(async () => expect(await isStored()).toBe(false));
  expect(removed).toEqual([["T0ONE", because]]);
});

test("no token is deleted where Slack may only take nothing from this machine's address", async () => {
  const { grid, send, removed, isStored, lines } = await startOne();
  grid.tokens.kill("T0ONE", "invalid_auth");

  await expect(send()).rejects.toThrow("invalid_auth");

  await vi.waitFor(() => expect(lines.join("")).toContain("takes nothing from this machine's address"));
  expect(removed).toEqual([]);
  expect(await isStored()).toBe(true);
});

test("a token that Slack does not know is deleted when an event says so, too", async () => {
  const { grid, bot, removed, isStored } = await startOne();
  grid.tokens.kill("T0ONE", "invalid_auth");
  await grid.connect(await mountHttp(bot));

  await grid.team("T0ONE").event({ type: "app_uninstalled" }).acked();

  await vi.waitFor(async () => expect(await isStored()).toBe(false));
  expect(removed).toEqual([["T0ONE", "app_uninstalled"]]);
});

test("a token that has ended lives on in another one, which an outage only delays", async () => {
  const { grid, send, removed, isStored, lines } = await startOne({ isEnded: true });
  grid.tokens.setLifetime(undefined);
  grid.tokens.refuseRenewals("internal_error");

  await expect(send()).rejects.toThrow("token_expired");
  await vi.waitFor(() => expect(lines.join("")).toContain("did not say whether the app is still installed"));
  expect([removed, await isStored()]).toEqual([[], true]);

  grid.tokens.refuseRenewals(undefined);
  expect(await send()).toBe(true);
});

test("a token that has ended, and for which Slack gives no other one, is deleted", async () => {
  const { grid, send, removed, isStored } = await startOne({ isEnded: true });
  grid.tokens.refuseRenewals("invalid_refresh_token");

  await expect(send()).rejects.toThrow("token_expired");

  await vi.waitFor(async () => expect(await isStored()).toBe(false));
  expect(removed).toEqual([["T0ONE", "tokens_revoked"]]);
});
