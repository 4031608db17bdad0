import { expect, test } from "vitest";
import type { TavusClient } from "../../src/tavus/client.ts";
import { pointerTo } from "../../src/tavus/pointer.ts";
import { errorOf, key, startTavus } from "./setup.ts";

/** A text with what no database of ours stores, in every member that a row of any kind may have. */
const odd = "a\u0000b\ud83d";
const texts = Object.fromEntries(
  [
    ...[
      "persona_name",
      "system_prompt",
      "replica_name",
      "model_name",
      "error_message",
      "voice_name",
      "language",
    ],
    ...["video_name", "status_details", "conversation_name", "created_at", "name", "status", "text"],
  ].map((member) => [member, odd]),
);
const events = [
  {
    event_type: "application.transcription_ready",
    timestamp: odd,
    properties: { transcript: [{ role: odd, content: odd }] },
  },
];
const ids = { persona_id: "p1", replica_id: "r1", voice_id: "v1", video_id: "w1", conversation_id: "c1" };
const row = { ...texts, ...ids, deployment_id: "d1", events, data: { script: odd } };

const reads: [string, (client: TavusClient) => Promise<unknown>][] = [
  ["a video", (client) => client.videos.get(key, "w1")],
  ["a conversation", (client) => client.conversations.get(key, "c1")],
  ["a landing page", (client) => client.deployments.get(key, "d1")],
  ["a replica", (client) => client.replicas.get(key, "r1")],
  ["an answer in writing", (client) => client.rehearsals.answer(key, "c1")],
];

test.each(reads)("of %s nothing is read that a database would refuse", async (_what, read) => {
  const { client, standIn } = await startTavus();
  // As an answer in writing tells it, which has no status but a word for it.
  standIn.setFault({
    status: 200,
    body: { ...row, ...(_what.startsWith("an answer") && { data: undefined, status: "ready" }) },
  });

  const said = JSON.stringify(await read(client));

  expect(said).toContain("ab\ufffd");
  expect(said).not.toMatch(/\\u0000|\\ud83d/);
});

test("nor of the rows of a list, nor of a persona, nor in an error's words", async () => {
  const { client, standIn } = await startTavus();
  standIn.setFault({ status: 200, body: { data: [{ ...row, data: undefined }], total_count: 1 } });
  const names: unknown[] = [];
  const note = (rows: { name: string }[]) => void names.push(...rows.map(({ name }) => name));
  await client.videos.read(key, note);
  await client.conversations.readActive(key, note);
  await client.deployments.read(key, note);
  await client.replicas.read(key, note);
  await client.voices.read(key, note);
  const persona = await client.getPersona(key, "p1");
  names.push(persona.at(pointerTo("/persona_name")), persona.at(pointerTo("/system_prompt")));
  standIn.setFault({ status: 400, body: { error: odd } });
  const { words } = await errorOf(client.getPersona(key, "p1"));

  expect(names).toEqual(Array.from({ length: 7 }, () => "ab\ufffd"));
  expect(words).toBe("ab\ufffd");
});
