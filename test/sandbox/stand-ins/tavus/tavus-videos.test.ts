import { expect, test } from "vitest";
import { replica, startLive } from "./tavus-live-setup.ts";

test("a video waits, is made and is ready, by the clock", async () => {
  const { createVideo, ask, pass } = await startLive();
  const { status, body, id } = await createVideo({ video_name: "Welcome" });
  const read = async () => (await ask(`/v2/videos/${id}?verbose=true`)).body;

  expect(status).toBe(200);
  expect(Object.keys(body)).toEqual(["video_id", "video_name", "status", "hosted_url", "created_at"]);
  expect(await read()).toMatchObject({ status: "queued", download_url: null, stream_url: null });
  pass(5 + 22);
  expect(await read()).toMatchObject({ status: "generating", generation_progress: "40/100" });
  pass(33);
  const ready = await read();
  expect(ready).toMatchObject({ status: "ready", data: { script: "Hello." }, replica_id: replica });
  for (const link of [ready.hosted_url, ready.download_url, ready.stream_url]) expect(link).toContain(id);
  expect(ready.still_image_thumbnail_url).toContain(id);
});

test("a fast one has neither thumbnails nor a stream", async () => {
  const { createVideo, ask, account } = await startLive();
  const { id } = await createVideo({ fast: true });
  account.videos.finish(id);

  const { body } = await ask(`/v2/videos/${id}?verbose=true`);

  expect(body).toMatchObject({ status: "ready", stream_url: null, still_image_thumbnail_url: null });
  expect(body.download_url).toContain(id);
});

test.each([
  [{ audio_url: "https://example.com/a.wav" }, "Exactly one"],
  [{ script: undefined }, "Exactly one"],
  [{ script: "" }, "script"],
  [{ replica_id: "r0" }, "Invalid replica_id"],
  [{ replica_id: undefined }, "replica_id"],
  [{ face_id: replica }, "face_id"],
  [{ properties: { background: true } }, "properties.background"],
])("a body with %j is refused by name", async (members, words) => {
  const { createVideo, account } = await startLive();

  const { status, body } = await createVideo(members);

  expect(status).toBe(400);
  expect(body.error).toContain(words);
  expect(account.videos.all).toEqual([]);
});

test.each([
  ["the replica has failed", {}, "error", "replica"],
  [
    "the audio is of another kind",
    { script: undefined, audio_url: "https://a.example/a.ogg" },
    "completed",
    "audio",
  ],
] as const)("%s: the video fails and says why", async (_, members, status, words) => {
  const { createVideo, ask, account, pass } = await startLive();
  const { id } = await createVideo({ replica_id: account.addReplica({ status }).id, ...members });

  pass(5);

  const { body } = await ask(`/v2/videos/${id}`);
  expect(body).toMatchObject({ status: "error", error_details: null });
  expect(body.status_details).toContain(words);
});

test("one whose replica is still in training waits for it", async () => {
  const { createVideo, account, pass } = await startLive();
  const face = account.addReplica({ status: "started" });
  const { id } = await createVideo({ replica_id: face.id });
  pass(6000);
  expect(account.videos.get(id)?.status).toBe("queued");

  account.addReplica({ ...face, status: "completed" });

  expect(account.videos.get(id)?.status).not.toBe("queued");
});

test("the list begins with page 0", async () => {
  const { createVideo, ask } = await startLive();
  const ids = [];
  for (let made = 0; made < 12; made += 1) ids.push((await createVideo()).id);

  const { body: first } = await ask("/v2/videos");
  const { body: second } = await ask("/v2/videos?page=1");

  expect(first).toEqual((await ask("/v2/videos?page=0")).body);
  expect(first.data).toHaveLength(10);
  expect(first.data[0].video_id).toBe(ids[11]);
  expect(second.data.map((row: { video_id: string }) => row.video_id)).toEqual([ids[1], ids[0]]);
});

test("one is renamed, deleted softly and deleted for good", async () => {
  const { createVideo, ask } = await startLive();
  const { id } = await createVideo();
  const path = `/v2/videos/${id}`;

  const renamed = await ask(`${path}/name`, { method: "PATCH", body: { video_name: "Other" } });
  expect(renamed.status).toBe(200);
  expect((await ask(path)).body.video_name).toBe("Other");
  expect((await ask(path, { method: "DELETE" })).status).toBe(200);
  expect((await ask(path)).body.status).toBe("deleted");
  expect((await ask(`${path}?hard=true`, { method: "DELETE" })).status).toBe(200);
  expect(await ask(path)).toEqual({ status: 400, body: { error: "Invalid video_id" } });
});
