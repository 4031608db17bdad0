import { webApi } from "@slack/bolt";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Fault } from "../../sandbox/stand-ins/slack/faults.ts";
import { createRemovalWatch, doubt } from "../../src/slack/removal.ts";
import { createRecords, startStandIn } from "./setup.ts";

const refusal = (error: string): Fault => ({ error });

async function watch(...answers: (Fault | undefined)[]) {
  const standIn = await startStandIn();
  for (const fault of answers) standIn.fail("auth.test", fault ?? { delayMs: 0 });
  const asked: unknown[] = [];
  const [removed, doubts]: [string[], (string | undefined)[]] = [[], []];
  const back = vi.fn();
  const removal = createRemovalWatch({
    client: new webApi.WebClient(standIn.credentials.botToken, {
      slackApiUrl: standIn.apiUrl,
      retryConfig: { retries: 0 },
      fetch: (url, { signal, ...init } = {}) => {
        asked.push(url);
        return fetch(url, { ...init, signal: signal ?? null });
      },
    }),
    onRemoved: (because) => void removed.push(because),
    onBack: () => void back(),
    onDoubt: (sentence) => void doubts.push(sentence),
    log: createRecords().log,
    againMs: 20,
  });
  onTestFinished(() => removal.stop());
  return { removal, removed, back: () => back.mock.calls.length, doubts, asked };
}

test.each<[string, (Fault | undefined)[]]>([
  ["Slack refuses the token", [refusal("account_inactive")]],
  ["Slack does not know the token any more", [refusal("invalid_auth")]],
  ["Slack is away for a moment", [{ status: 503 }, refusal("token_revoked")]],
  ["Slack makes no sense for a moment", [{ body: null }, refusal("token_revoked")]],
])("an event is believed at once, once, and for good when %s", async (_what, answers) => {
  const { removal, removed, back, asked } = await watch(...answers);

  removal.told("app_uninstalled");
  removal.told("tokens_revoked");
  expect(removed).toEqual(["app_uninstalled"]);

  await vi.waitFor(() => expect(asked).toHaveLength(answers.length));
  removal.told("tokens_revoked");
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect([removed, back(), asked.length]).toEqual([["app_uninstalled"], 0, answers.length]);
});

test("what Slack was asked before an event came says nothing against it", async () => {
  const { removal, removed, back, doubts, asked } = await watch({ delayMs: 10 }, refusal("invalid_auth"));

  removal.callFailed("account_inactive");
  removal.told("app_uninstalled");

  await vi.waitFor(() => expect(asked).toHaveLength(2));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect([removed, back(), doubts, asked.length]).toEqual([["app_uninstalled"], 0, [], 2]);
});

test("after an event that was late all is as before, and a later one is believed again", async () => {
  const { removal, removed, back, asked } = await watch();

  removal.told("app_uninstalled");
  await vi.waitFor(() => expect(back()).toBe(1));
  expect([removed, asked.length]).toEqual([["app_uninstalled"], 1]);

  removal.told("tokens_revoked");
  expect(removed).toEqual(["app_uninstalled", "tokens_revoked"]);
});

test("a token that Slack does not know is doubted until it does, and nothing is removed", async () => {
  const { removal, removed, doubts } = await watch(refusal("invalid_auth"), refusal("invalid_auth"));

  removal.callFailed("invalid_auth");

  await vi.waitFor(() => expect(doubts).toHaveLength(3));
  expect(doubts).toEqual([doubt, doubt, undefined]);
  expect(removed).toEqual([]);
});
