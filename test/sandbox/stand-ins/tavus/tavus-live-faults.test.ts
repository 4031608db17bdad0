import { expect, test } from "vitest";
import type { Operation } from "../../../../sandbox/stand-ins/tavus/routes.ts";
import { replica, startLive } from "./tavus-live-setup.ts";

type Live = Awaited<ReturnType<typeof startLive>>;

const post = (body?: unknown) => ({ method: "POST", ...(body !== undefined && { body }) });

/** How each operation is asked for, of a room or a video that is there. */
const asks: readonly (readonly [Operation, (live: Live, room: string, video: string) => Promise<unknown>])[] =
  [
    ["create conversation", ({ create }) => create()],
    ["list conversations", ({ ask }) => ask("/v2/conversations")],
    ["get conversation", ({ ask }, room) => ask(`/v2/conversations/${room}`)],
    ["end conversation", ({ ask }, room) => ask(`/v2/conversations/${room}/end`, post())],
    ["delete conversation", ({ ask }, room) => ask(`/v2/conversations/${room}`, { method: "DELETE" })],
    ["send text", ({ ask }, room) => ask(`/v2/conversations/${room}/respond`, post({ text: "Hi" }))],
    ["read answer", ({ ask }, room) => ask(`/v2/conversations/${room}/respond`)],
    ["create video", ({ ask }) => ask("/v2/videos", post({ replica_id: replica, script: "Hi" }))],
    ["list videos", ({ ask }) => ask("/v2/videos")],
    ["get video", ({ ask }, _, video) => ask(`/v2/videos/${video}`)],
    [
      "rename video",
      ({ ask }, _, video) => ask(`/v2/videos/${video}/name`, { method: "PATCH", body: { video_name: "x" } }),
    ],
    ["delete video", ({ ask }, _, video) => ask(`/v2/videos/${video}?hard=true`, { method: "DELETE" })],
  ];

test.each(asks)("%s can be made to fail, and nothing else with it", async (operation, act) => {
  const live = await startLive();
  const room = (await live.create({ chat: true })).id;
  const video = (await live.createVideo()).id;
  const before = JSON.stringify([live.account.rooms.all, live.account.videos.all]);
  live.standIn.setFault("serverErrors", { operation, times: 1 });

  expect((await live.ask("/v2/replicas")).status).toBe(200);
  expect(await act(live, room, video)).toMatchObject({ status: 503 });
  expect(JSON.stringify([live.account.rooms.all, live.account.videos.all])).toBe(before);
  expect(await act(live, room, video)).not.toMatchObject({ status: 503 });
  expect(live.standIn.requests.at(-1)?.operation).toBe(operation);
});

test.each([
  ["create conversation", ({ create }: Live) => create({ conversation_name: "Ada · con_1" })],
  ["create video", ({ createVideo }: Live) => createVideo({ video_name: "Ada · con_1" })],
] as const)("the answer to %s is lost after it was made", async (operation, make) => {
  const live = await startLive();
  live.standIn.setFault("losesAnswer", { operation, times: 1 });

  await expect(make(live)).rejects.toThrow();

  const { rooms, videos } = live.account;
  expect([...rooms.all, ...videos.all].map(({ name }) => name)).toEqual(["Ada · con_1"]);
});

test("an end whose answer is lost has ended the room", async () => {
  const { create, ask, standIn, account } = await startLive();
  const { id } = await create();
  standIn.setFault("losesAnswer", { operation: "end conversation" });

  await expect(ask(`/v2/conversations/${id}/end`, { method: "POST" })).rejects.toThrow();

  expect(account.rooms.open).toEqual([]);
});

test("out of credits is a fault of a room or a video alone", async () => {
  const { create, createVideo, standIn, account } = await startLive();
  standIn.setFault("outOfCredits", { operation: "create conversation" });

  expect((await create()).status).toBe(402);
  expect(account.rooms.secondsUsed).toBe(0);
  expect((await createVideo()).status).toBe(200);
});
