import { expect, test } from "vitest";
import { persona, replica, startLive } from "./tavus-live-setup.ts";

const timeouts = { participant_absent_timeout: 120, participant_left_timeout: 10, max_call_duration: 600 };

test.each([
  [{ persona_id: persona }],
  [{ pal_id: persona }],
  [{ persona_id: persona, replica_id: replica }],
  [{ pal_id: persona, face_id: replica }],
  [{ replica_id: replica }],
  [{ face_id: replica }],
])("a room is made of %j and speaks those names", async (names) => {
  const { ask } = await startLive();

  const { status, body } = await ask("/v2/conversations", { method: "POST", body: names });

  expect(status).toBe(200);
  expect(body).toMatchObject({ status: "active", callback_url: "", ...names });
  expect(body).not.toHaveProperty("meeting_token");
  expect(await ask(`/v2/conversations/${body.conversation_id}`)).toEqual({ status: 200, body });
});

test.each([
  [{ replica_name: "x" }, "replica_name"],
  [{ properties: { pipeline_mode: "full" } }, "properties.pipeline_mode"],
  [{ properties: { language: "de" } }, "properties.language"],
  [{ properties: { max_call_duration: "60" } }, "properties.max_call_duration"],
  [{ max_participants: 1 }, "max_participants"],
  [{ face_id: replica }, "not both"],
  [{ persona_id: "p0" }, "Invalid persona_id"],
  [{ replica_id: "r0" }, "Invalid replica_uuid"],
  [{ persona_id: undefined }, "required"],
])("a body with %j is refused by name", async (members, words) => {
  const { create, account } = await startLive();

  const { status, body } = await create(members);

  expect(status).toBe(400);
  expect(body.error).toContain(words);
  expect(account.rooms.all).toEqual([]);
});

test("a face that is not ready is no face", async () => {
  const { create, account } = await startLive();

  for (const status of ["started", "error"] as const) {
    const { body } = await create({ replica_id: account.addReplica({ status }).id });
    expect(body.error).toBe("Invalid replica_uuid");
  }
});

test("a private room opens to its token alone, and no longer than people are waited for", async () => {
  const { create, linkOf, standIn, pass } = await startLive();
  const made = await create({ require_auth: true, properties: { participant_absent_timeout: 120 } });
  const link = linkOf(made);

  expect(standIn.join(made.body.conversation_url)).toBe("not allowed");
  expect(standIn.join(`${made.body.conversation_url}?t=other`)).toBe("not allowed");
  expect(standIn.join(link.replace(made.id, "c0"))).toBe("no such room");
  expect(standIn.join(link, "Mia")).toBe("in");
  pass(120);
  expect(standIn.join(link, "Tom")).toBe("not allowed");
});

test("the avatar counts as one of those who fit in", async () => {
  const { create, linkOf, standIn } = await startLive();
  const link = linkOf(await create({ max_participants: 2 }));

  expect(standIn.join(link, "Mia")).toBe("in");
  expect(standIn.join(link, "Tom")).toBe("full");
});

test.each([
  ["participant_absent_timeout reached", 120, [] as const],
  ["participant_left_timeout reached", 60 + 10, ["join", "leave"] as const],
  ["max_call_duration reached", 600, ["join"] as const],
])("a room ends with %s after %i s", async (reason, seconds, acts) => {
  const { create, linkOf, standIn, account, pass, ask } = await startLive();
  const made = await create({ properties: timeouts });
  if (acts.includes("join" as never)) standIn.join(linkOf(made), "Mia");
  const passed = acts.includes("leave" as never) ? 60 : 0;
  pass(passed);
  if (passed) account.rooms.leave(made.id, "Mia");

  pass(seconds - passed - 1);
  expect(account.rooms.get(made.id)?.end).toBeUndefined();
  // Long after: what it cost is counted to the moment in which it was due.
  pass(3000);

  const { body } = await ask(`/v2/conversations/${made.id}?verbose=true`);
  expect(body.status).toBe("ended");
  const shutdown = { event_type: "system.shutdown", properties: { reason } };
  expect(body.events).toContainEqual(expect.objectContaining(shutdown));
  expect(account.rooms.secondsUsed).toBe(seconds);
  expect(standIn.join(linkOf(made))).toBe("ended");
});

test("a person who comes back in time keeps the room open", async () => {
  const { create, linkOf, standIn, account, pass } = await startLive();
  const made = await create({ properties: timeouts });
  standIn.join(linkOf(made), "Mia");
  account.rooms.leave(made.id, "Mia");
  pass(9);
  standIn.join(linkOf(made), "Mia");

  pass(300);

  expect(account.rooms.open).toHaveLength(1);
});

test("a room in test mode has ended already, holds no place and costs nothing", async () => {
  const { create, account, pass } = await startLive();
  account.rooms.plan.concurrent = 0;

  expect(await create({ test_mode: true })).toMatchObject({ status: 200, body: { status: "ended" } });

  pass(100);
  expect(account.rooms.secondsUsed).toBe(0);
  expect(account.rooms.mostOpen).toBe(0);
});

test("more rooms than the plan has are refused until one ends", async () => {
  const { create, ask, account } = await startLive();
  account.rooms.plan.concurrent = 1;
  const first = await create();

  const words = { message: "User has reached maximum concurrent conversations" };
  expect(await create()).toMatchObject({ status: 400, body: words });
  expect(await ask(`/v2/conversations/${first.id}/end`, { method: "POST" })).toEqual({ status: 200 });
  expect(await create()).toMatchObject({ status: 200 });
  expect(account.rooms.mostOpen).toBe(1);
});

test("minutes that run out end the call, and then none can be made", async () => {
  const { create, account, pass, ask } = await startLive();
  account.rooms.plan.minutes = 2;
  const { id } = await create();
  pass(130);

  expect((await ask(`/v2/conversations/${id}`)).body.status).toBe("ended");
  expect(await create()).toMatchObject({ status: 402 });
});

test("the plan's longest call shortens a longer one without a word", async () => {
  const { create, account, pass } = await startLive();
  account.rooms.plan.longestSeconds = 60;
  await create({ properties: { max_call_duration: 600 } });

  pass(60);

  expect(account.rooms.open).toEqual([]);
});

test("lists are paged and can be of one status", async () => {
  const { create, ask, account } = await startLive();
  const ids = [];
  for (let made = 0; made < 12; made += 1) ids.push((await create()).id);
  account.rooms.end(ids[0] ?? "");

  const { body: second } = await ask("/v2/conversations?page=2");
  const { body: ended } = await ask("/v2/conversations?status=ended");

  expect(second).toMatchObject({ data: [{ conversation_id: ids[1] }, { conversation_id: ids[0] }] });
  expect(second.total_count).toBe(12);
  expect(ended).toMatchObject({ data: [{ conversation_id: ids[0] }], total_count: 1 });
});

test("a room that is deleted is gone, and what it cost stays", async () => {
  const { create, ask, account, pass } = await startLive();
  const { id } = await create();
  pass(30);

  expect(await ask(`/v2/conversations/${id}`, { method: "DELETE" })).toEqual({ status: 204 });

  pass(30);
  const unknown = { status: 400, body: { error: "Invalid conversation_id" } };
  expect(await ask(`/v2/conversations/${id}`)).toEqual(unknown);
  expect(await ask(`/v2/conversations/${id}/end`, { method: "POST" })).toEqual(unknown);
  expect(account.rooms.secondsUsed).toBe(30);
});

test.each([
  ["unix", "number"],
  ["iso", "string"],
] as const)("a transcript's times are %s", async (transcripts, type) => {
  const { create, linkOf, standIn, account, ask } = await startLive({ transcripts, avatarRole: "pal" });
  const made = await create({ custom_greeting: "Hi, I am Ada." });
  standIn.join(linkOf(made), "Mia");
  account.rooms.say(made.id, "person", "What do you do?");
  account.rooms.end(made.id);

  const { body } = await ask(`/v2/conversations/${made.id}?verbose=true`);

  expect(body.events.map((event: { event_type: string }) => event.event_type)).toEqual([
    "system.replica_joined",
    "system.pal_joined",
    "system.shutdown",
    "application.transcription_ready",
  ]);
  const lines = [
    { role: "pal", content: "Hi, I am Ada.", timestamp: expect.toSatisfy((time) => typeof time === type) },
    { role: "user", content: "What do you do?" },
  ];
  expect(body.events[3].properties.transcript).toMatchObject(lines);
});

test("a transcript comes late, twice or never", async () => {
  const { create, linkOf, standIn, account, pass } = await startLive({ transcriptDelaySeconds: 60 });
  const countOf = (id: string) =>
    account.rooms.get(id)?.events.filter(({ message_type: type }) => type === "application").length;
  const call = async () => {
    const made = await create();
    standIn.join(linkOf(made), "Mia");
    account.rooms.end(made.id);
    return made.id;
  };

  const usual = await call();
  expect(countOf(usual)).toBe(0);
  pass(60);
  expect(countOf(usual)).toBe(1);

  standIn.behaviour.transcripts = "repeated";
  const repeated = await call();
  pass(60);
  expect(countOf(repeated)).toBe(2);

  standIn.behaviour.transcripts = "never";
  const never = await call();
  pass(600);
  expect(countOf(never)).toBe(0);
});
