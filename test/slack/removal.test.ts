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
    onDoubt: (sentence) => void doubts.push(sentence),
    log: createRecords().log,
    againMs: 20,
  });
  onTestFinished(() => removal.stop());
  return { removal, removed, doubts, asked };
}

test.each<[string, (Fault | undefined)[], number]>([
  ["Slack refuses the token", [refusal("account_inactive")], 1],
  ["Slack does not know the token any more", [refusal("invalid_auth")], 1],
  ["Slack takes the token for a moment longer", [undefined, refusal("account_inactive")], 2],
  ["Slack is away for a moment", [{ status: 503 }, refusal("token_revoked")], 2],
])("an event is believed when %s", async (_what, answers, times) => {
  const { removal, removed, asked } = await watch(...answers);

  removal.told("app_uninstalled");
  removal.told("tokens_revoked");

  await vi.waitFor(() => expect(removed).toEqual(["app_uninstalled"]));
  expect(asked).toHaveLength(times);
});

test("an event that was late is not believed, and Slack is asked twice at most", async () => {
  const { removal, removed, asked } = await watch();

  removal.told("app_uninstalled");

  await vi.waitFor(() => expect(asked).toHaveLength(2));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect([removed, asked.length]).toEqual([[], 2]);
});

test("a token that Slack does not know is doubted until it does, and nothing is removed", async () => {
  const { removal, removed, doubts } = await watch(refusal("invalid_auth"), refusal("invalid_auth"));

  removal.callFailed("invalid_auth");

  await vi.waitFor(() => expect(doubts).toHaveLength(3));
  expect(doubts).toEqual([doubt, doubt, undefined]);
  expect(removed).toEqual([]);
});
