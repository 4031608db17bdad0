import { expect, test } from "vitest";
import { startLive } from "./tavus-live-setup.ts";

const typesIn = (bodies: readonly Record<string, unknown>[]) => bodies.map(({ event_type: type }) => type);

test("a room tells of the avatar, of its end and of what was said", async () => {
  const { create, linkOf, standIn, account, receiver } = await startLive();
  const made = await create({ callback_url: receiver.url });
  standIn.join(linkOf(made), "Mia");
  account.rooms.end(made.id);
  await standIn.callbacks.settled();

  expect(typesIn(receiver.received)).toEqual([
    "system.replica_joined",
    "system.pal_joined",
    "system.shutdown",
    "application.transcription_ready",
  ]);
  expect(receiver.received[2]).toEqual({
    properties: { shutdown_reason: "end_conversation_endpoint_hit" },
    conversation_id: made.id,
    webhook_url: receiver.url,
    event_type: "system.shutdown",
    message_type: "system",
    timestamp: "2026-10-01T12:00:00.000000Z",
  });
});

test("a video tells once that it is ready or has failed, without an envelope", async () => {
  const { createVideo, standIn, account, pass, receiver } = await startLive();
  const { id: good } = await createVideo({ callback_url: receiver.url });
  const { id: bad } = await createVideo({ callback_url: receiver.url });
  account.videos.fail(bad, "No.");
  pass(600);
  await standIn.callbacks.settled();

  expect(receiver.received).toMatchObject([
    { video_id: bad, status: "error", status_details: "No." },
    { video_id: good, status: "ready", hosted_url: expect.stringContaining(good) },
  ]);
  expect(receiver.received[0]).not.toHaveProperty("event_type");
});

test("without an address nothing is called back", async () => {
  const { create, createVideo, standIn, pass } = await startLive();
  await create();
  await createVideo();
  pass(6000);

  expect(standIn.callbacks.all).toEqual([]);
});

test.each([
  ["usual", ["queue", "end"]],
  ["lost", []],
  ["doubled", ["queue", "queue", "end", "end"]],
] as const)("callbacks that are %s", async (weather, expected) => {
  const { standIn, receiver } = await startLive();
  standIn.callbacks.weather = weather;
  for (const event_type of ["queue", "end"]) standIn.callbacks.post(receiver.url, { event_type });
  await standIn.callbacks.settled();

  expect(typesIn(receiver.received)).toEqual(expected);
});

test.each([
  ["late", ["a", "b", "c"]],
  ["reordered", ["c", "b", "a"]],
] as const)("callbacks that are %s wait until they are let go", async (weather, expected) => {
  const { standIn, receiver } = await startLive();
  standIn.callbacks.weather = weather;
  for (const event_type of ["a", "b", "c"]) standIn.callbacks.post(receiver.url, { event_type });
  await standIn.callbacks.settled();
  expect(receiver.received).toEqual([]);

  await standIn.callbacks.release();
  expect(typesIn(receiver.received)).toEqual(expected);
});

test("one that is refused is not sent again, and what it was answered is kept", async () => {
  const { standIn, receiver } = await startLive();
  receiver.status = 503;
  standIn.callbacks.weather = ({ body }) => (body.event_type === "a" ? "doubled" : "usual");
  for (const event_type of ["a", "b"]) standIn.callbacks.post(receiver.url, { event_type });
  await standIn.callbacks.settled();

  expect(standIn.callbacks.all.map(({ answers }) => answers)).toEqual([[503, 503], [503]]);
});
