import { expect, test } from "vitest";
import type { TavusClient } from "../../src/tavus/client.ts";
import { isId } from "../../src/tavus/persona-row.ts";
import { errorOf, key, startTavus } from "./setup.ts";

const noIds = [
  ...[
    "",
    ".",
    "..",
    "a/b",
    "a\\b",
    "../p1",
    "p1 p2",
    "p1\n",
    "p1?x=1",
    "p1#x",
    "p1%2f",
    "`p1`",
    '"p1"',
    "<p1>",
  ],
  ...["p".repeat(201), "p\u0007", "p\u200b", 12345, null, undefined, {}, ["p1"]],
];

test.each(noIds)("%j is no id", (said) => {
  expect(isId(said)).toBe(false);
});

test.each([
  ...["pcb7a34da5fe", "r79e1c033f", "c477c9dd7aa6e4fe", "1e30440cf9", "pipecat0", "d8-e603b929c10b"],
  ...["pd_abc123def456", "0b9c4c7e-1111-4222-8333-444455556666", "urn:x:1", "p.1", "p".repeat(200)],
])("%s may be one", (said) => {
  expect(isId(said)).toBe(true);
});

const room = { tavusPersonaId: "p1", name: "Ada", maxSeconds: 60, absentSeconds: 60, leftSeconds: 60 };
const creates: [string, (client: TavusClient) => Promise<unknown>][] = [
  ["persona", (client) => client.createPersona(key, [["/persona_name", "Ada"]])],
  ["conversation", (client) => client.conversations.create(key, { ...room, isTest: false, isChat: false })],
  [
    "video",
    (client) => client.videos.create(key, { replicaId: "r1", name: "x", script: "y", isFast: false }),
  ],
  [
    "deployment",
    (client) =>
      client.deployments.create(key, {
        tavusPersonaId: "p1",
        name: "x",
        password: "secret-1",
        maxSeconds: 60,
      }),
  ],
];

test.each(
  creates,
)("a %s that was made under what is no id is one of which nobody knows", async (kind, create) => {
  const { client, standIn } = await startTavus();
  for (const said of noIds) {
    const repair = standIn.setFault({ status: 200, body: { [`${kind}_id`]: said } });
    const error = await errorOf(create(client));
    repair();

    expect(error, JSON.stringify(said)).toMatchObject({ kind: "unexpectedReply", reached: "maybe" });
  }
});
