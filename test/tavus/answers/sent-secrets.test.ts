import { expect, test } from "vitest";
import { secretsIn } from "../../../src/tavus/answers/sent-secrets.ts";
import { callbackAddress, newCallbackToken } from "../../../src/tavus/callback-token.ts";
import type { TavusClient } from "../../../src/tavus/client.ts";
import { errorOf, key, startTavus } from "../setup.ts";

const token = newCallbackToken();
const callbackUrl = callbackAddress("https://bot.example.org", token);
const password = "abcd-efgh-jkmn-pqrs";
const video = { replicaId: "r1", name: "Ada", script: "Hello", isFast: false };
const room = { tavusPersonaId: "p1", name: "Ada", maxSeconds: 60, absentSeconds: 60, leftSeconds: 60 };
const page = { tavusPersonaId: "p1", name: "Ada", password, maxSeconds: 300 };
const patch = [{ op: "replace", path: "/layers/llm/api_key", value: "a-key-of-theirs" }] as const;

/** Every request that holds something secret, and what that is. */
const requests: [string, secret: string, (client: TavusClient) => Promise<unknown>][] = [
  ["create video", token, (client) => client.videos.create(key, { ...video, callbackUrl })],
  [
    "create conversation",
    token,
    (client) => client.conversations.create(key, { ...room, isTest: false, isChat: false, callbackUrl }),
  ],
  ["create deployment", password, (client) => client.deployments.create(key, page)],
  ["patch persona", "a-key-of-theirs", (client) => client.patchPersona(key, "p1", patch)],
  ["list videos", key, (client) => client.videos.read(key, () => {})],
];

const repeated: [string, (secret: string) => unknown][] = [
  ["whole", (secret) => ({ error: `Not reachable: ${secret === token ? callbackUrl : secret}` })],
  ["in part", (secret) => ({ error: `Of "${secret}" we know nothing` })],
  ["as a part of an address", (secret) => ({ error: `?to=${encodeURIComponent(`x/${secret}`)}` })],
  ["in a page", (secret) => `<title>${secret}</title>`],
  ["beside a success", (secret) => ({ status: "error", message: secret })],
];

test.each(
  requests,
)("what is secret in “%s” is in nobody's words, however it is repeated", async (_, secret, send) => {
  const { client, standIn } = await startTavus();
  for (const [how, bodyWith] of repeated)
    for (const status of [200, 400, 500]) {
      const repair = standIn.setFault({ status, body: bodyWith(secret) });
      const error = await errorOf(send(client));
      repair();

      const told = [error.message, error.words, error.gist, error.stack, JSON.stringify(error)].join();
      expect(told, how).not.toContain(secret);
    }
});

test("a name, a text and an address of a host are no secrets", () => {
  const body = { name: "A name of somebody", callback_url: "https://a-long-host-name.example.org/t", max: 5 };

  expect(secretsIn(body)).toEqual([body.callback_url]);
  expect(secretsIn(undefined)).toEqual([]);
});
