import { expect, test } from "vitest";
import type { TavusClient } from "../../src/tavus/client.ts";
import type { ListOutcome } from "../../src/tavus/lists/list-reading.ts";
import { aPersona, key, startTavus } from "./setup.ts";

const room = { tavusPersonaId: "p1", name: "A", maxSeconds: 60, absentSeconds: 60, leftSeconds: 10 };
const video = { replicaId: "r1", name: "A", script: "Hello", isFast: false };
const page = { tavusPersonaId: "p1", name: "A", password: "abcd-efgh", maxSeconds: 60 };

/** Each call that is answered with one object: what it asks, and the object. */
const calls: [name: string, ask: (client: TavusClient) => Promise<{ id: string }>, row: object][] = [
  ["create persona", (client) => client.createPersona(key, aPersona()), { persona_id: "x1" }],
  ["get persona", (client) => client.getPersona(key, "x1"), { persona_id: "x1" }],
  [
    "create conversation",
    ({ conversations }) => conversations.create(key, { ...room, isTest: false, isChat: false }),
    { conversation_id: "x1" },
  ],
  ["get conversation", ({ conversations }) => conversations.get(key, "x1"), { conversation_id: "x1" }],
  ["create video", ({ videos }) => videos.create(key, video), { video_id: "x1", data: { script: "Hello" } }],
  ["get video", ({ videos }) => videos.get(key, "x1"), { video_id: "x1", data: { script: "Hello" } }],
  ["create deployment", ({ deployments }) => deployments.create(key, page), { deployment_id: "x1" }],
  ["get deployment", ({ deployments }) => deployments.get(key, "x1"), { deployment_id: "x1" }],
  ["get replica", ({ replicas }) => replicas.get(key, "x1"), { replica_id: "x1" }],
];

test.each(
  calls,
)("what answers to %s is found in whatever it lies, and whatever is said beside it", async (_, ask, row) => {
  const { client, standIn } = await startTavus();

  for (const body of [row, { data: row }, { data: [row] }])
    for (const beside of [{}, { message: "Done" }, { error: "no thumbnail" }]) {
      standIn.setFault({ status: 200, body: { ...body, ...beside } });
      expect((await ask(client)).id, JSON.stringify({ ...body, ...beside })).toBe("x1");
    }
});

const lists: [name: string, read: (client: TavusClient) => Promise<ListOutcome>, row: object][] = [
  ["personas", (client) => client.readPersonas(key, {}, () => {}), { persona_id: "x1" }],
  [
    "conversations",
    ({ conversations }) => conversations.readActive(key, () => {}),
    { conversation_id: "x1" },
  ],
  ["videos", ({ videos }) => videos.read(key, () => {}), { video_id: "x1" }],
  ["deployments", ({ deployments }) => deployments.read(key, () => {}), { deployment_id: "x1" }],
  ["replicas", ({ replicas }) => replicas.read(key, () => {}), { replica_id: "x1" }],
  ["voices", ({ voices }) => voices.read(key, () => {}), { voice_id: "x1" }],
];

test.each(lists)("a row of %s can be read if it has nothing but its id", async (_, read, row) => {
  const { client, standIn } = await startTavus();
  standIn.setFault({ status: 200, body: { data: [row], total_count: 1 } });

  expect(await read(client)).toMatchObject({ count: 1, unreadable: 0, isComplete: true });
});
