import { webApi } from "@slack/bolt";
import { expect, test, vi } from "vitest";
import { createInstallationStore } from "../../../src/database/installation/installation-store.ts";
import { createSecrets } from "../../../src/database/team/secrets.ts";
import type { Token } from "../../../src/slack/install/installation.ts";
import { createRemovals } from "../../../src/slack/install/removals.ts";
import { createRenewals, type Exchange } from "../../../src/slack/install/renewals.ts";
import { openSqlite } from "../../support/databases.ts";
import { createRecords } from "../setup.ts";

const aMinute = 60_000;

type Given = { exchange?: Exchange; refreshBy?: (nowMs: number) => Token["refresh"] };

const renewed: Exchange = async () => ({ token: "xoxb-2" });

/** Slack's answers about the token, in order; the last one again and again. */
async function startRemovals(answers: (string | "alive")[], { exchange = renewed, ...given }: Given = {}) {
  let nowMs = Date.now();
  const database = await openSqlite({ clock: () => nowMs });
  const secrets = createSecrets([Buffer.alloc(32, "a")]);
  const store = createInstallationStore(database, { secrets, platform: "slack" });
  await store.install("T0ONE", undefined, { token: "xoxb-1", refresh: given.refreshBy?.(nowMs) });
  const installations = { ...store, reserve: async () => true, now: () => nowMs };
  const { log } = createRecords();
  const removed: string[] = [];
  let asked = 0;
  const removals = createRemovals({
    installations,
    renewals: createRenewals({ installations, exchange, log }),
    async test() {
      const answer = answers[asked] ?? answers.at(-1);
      asked += 1;
      if (answer === "alive") return { ok: true };
      throw new webApi.WebAPIPlatformError({ ok: false, error: answer ?? "" });
    },
    onRemoved: async (_teamId, because) => void removed.push(because),
    onBack: async () => undefined,
    onAlive: () => undefined,
    forget: () => undefined,
    log,
  });
  const isAsked = (times: number) => vi.waitFor(() => expect(asked).toBe(times));
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { removals, removed, isAsked, pass, installations, log };
}

test("an event is remembered until Slack is asked again, for a token may live a moment longer", async () => {
  const { removals, removed, isAsked } = await startRemovals(["alive", "invalid_auth"]);
  removals.suspect(["T0ONE"], "app_uninstalled");
  await isAsked(1);

  await removals.check("T0ONE");

  expect(removed).toEqual(["app_uninstalled"]);
});

test("an event that comes while Slack is being asked counts for its answer", async () => {
  const { removals, removed } = await startRemovals(["invalid_auth"]);

  removals.callFailed("T0ONE", "invalid_auth");
  removals.suspect(["T0ONE"], "app_uninstalled");

  await vi.waitFor(() => expect(removed).toEqual(["app_uninstalled"]));
});

test.each([
  { what: "the token still lived when Slack was asked again", later: ["alive", "alive"], afterMs: 0 },
  { what: "it was long ago", later: ["alive"], afterMs: 30 * aMinute },
])("an event makes no doubtful word a certain one once $what", async ({ later, afterMs }) => {
  const { removals, removed, isAsked, pass } = await startRemovals([...later, "invalid_auth"]);
  removals.suspect(["T0ONE"], "app_uninstalled");
  await isAsked(1);
  for (const _ of later.slice(1)) await removals.check("T0ONE");
  pass(afterMs);

  await removals.check("T0ONE");

  expect(removed).toEqual([]);
});

test("who was held up over a renewal until another process had it done takes that one's token, and the app for no removed one", async () => {
  const going = Promise.withResolvers<void>();
  const taken = new Set<string>();
  const exchange: Exchange = async (refreshToken) => {
    if (taken.size === 0 && !isHeld) {
      isHeld = true;
      await going.promise;
    }
    if (taken.has(refreshToken))
      throw new webApi.WebAPIPlatformError({ ok: false, error: "invalid_refresh_token" });
    taken.add(refreshToken);
    return { token: "xoxb-2", refresh: { token: "xoxe-2", expiresAtMs: Date.now() + 720 * aMinute } };
  };
  let isHeld = false;
  const { removals, removed, pass, installations, log } = await startRemovals(["token_expired"], {
    exchange,
    refreshBy: (nowMs) => ({ token: "xoxe-1", expiresAtMs: nowMs + 720 * aMinute }),
  });
  const checking = removals.check("T0ONE");
  await vi.waitFor(() => expect(isHeld).toBe(true));

  pass(aMinute);
  const stored = await installations.find("T0ONE");
  if (!stored) throw new Error("It is not installed.");
  await createRenewals({ installations, exchange, log }).renewed(stored);
  going.resolve();
  await checking;

  expect(removed).toEqual([]);
  expect((await installations.find("T0ONE"))?.token).toBe("xoxb-2");
});
