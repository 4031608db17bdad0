import { expect, test } from "vitest";
import { seenIn } from "../../src/videos/seen.ts";
import { key, startTavus } from "../tavus/setup.ts";

const watch = "https://tavus.video/w1";

test.each<[said: object, seen: object]>([
  ...["ready", "READY", " Ready ", "completed", "done"].map((status): [object, object] => [
    { status, hosted_url: watch },
    { phase: "ready", isOver: true, hostedUrl: watch },
  ]),
  ...["error", "Error", "failed", "FAILED", "cancelled", "rejected"].map((status): [object, object] => [
    { status, status_details: "Too dark" },
    { phase: "error", isOver: true, reason: "Too dark" },
  ]),
  ...[
    { status_details: { code: 3, message: "Too dark" } },
    { status_details: " ", error_details: [{ reason: "Too dark" }] },
    { status_details: null, error_message: "Too dark" },
    { error: "Too dark" },
    { error: { message: "Too dark" } },
  ].map((said): [object, object] => [
    { status: "error", ...said },
    { phase: "error", isOver: true, reason: "Too dark" },
  ]),
  ...["queued", "Queued"].map((status): [object, object] => [{ status }, { phase: "queued", isOver: false }]),
  ...["generating", "something new", undefined, 7].map((status): [object, object] => [
    { status },
    { phase: "generating", isOver: false },
  ]),
  // Where nobody can go is no address.
  ...["javascript:alert(1)", "/videos/x.mp4", "", "tavus.video/w1", 7, null].map(
    (address): [object, object] => [
      { status: "ready", hosted_url: address, download_url: address, still_image_thumbnail_url: address },
      { phase: "ready", hostedUrl: undefined, downloadUrl: undefined, stillUrl: undefined },
    ],
  ),
])("a video of which Tavus says %j is %j", async (said, seen) => {
  const { client, standIn } = await startTavus();
  standIn.setFault({ status: 200, body: { video_id: "w1", ...said } });

  expect(seenIn(await client.videos.get(key, "w1"))).toMatchObject(seen);
});
