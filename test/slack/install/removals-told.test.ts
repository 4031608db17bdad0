import { webApi } from "@slack/bolt";
import { expect, test, vi } from "vitest";
import { createInstallationStore } from "../../../src/database/installation/installation-store.ts";
import { createSecrets } from "../../../src/database/team/secrets.ts";
import { createRemovals } from "../../../src/slack/install/removals.ts";
import { createRenewals } from "../../../src/slack/install/renewals.ts";
import { openSqlite } from "../../support/databases.ts";
import { createRecords } from "../setup.ts";

const aMinute = 60_000;

/** Slack's answers about the token, in order; the last one again and again. */
async function startRemovals(answers: (string | "alive")[]) {
  const secrets = createSecrets([Buffer.alloc(32, "a")]);
  const store = createInstallationStore(await openSqlite(), { secrets, platform: "slack" });
  await store.install("T0ONE", undefined, { token: "xoxb-1" });
  let nowMs = Date.now();
  const installations = { ...store, reserve: async () => true, now: () => nowMs };
  const { log } = createRecords();
  const removed: string[] = [];
  let asked = 0;
  const removals = createRemovals({
    installations,
    renewals: createRenewals({ installations, exchange: async () => ({ token: "xoxb-2" }), log }),
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
  return { removals, removed, isAsked, pass };
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
