import { expect, test } from "vitest";
import { persona, startLive } from "./tavus-live-setup.ts";

const turn = (text: string) => ({ method: "POST", body: { text, timeout_s: 30 } });

test("a text is answered at once where the account is quick", async () => {
  const { create, ask } = await startLive();
  const { id } = await create({ chat: true });

  const first = await ask(`/v2/conversations/${id}/respond`, turn("Who are you?"));
  const second = await ask(`/v2/conversations/${id}/respond`, turn("And then?"));

  expect(first.body).toMatchObject({ status: "ready", text: expect.stringContaining("Who are you?") });
  expect(second.body.text).not.toBe(first.body.text);
  expect(await ask(`/v2/conversations/${id}/respond`)).toEqual(second);
});

test("an answer that takes time is asked for", async () => {
  const { create, ask } = await startLive({ chat: "pending" });
  const { id } = await create({ chat: true });
  const path = `/v2/conversations/${id}/respond`;

  expect((await ask(path, turn("Hello?"))).body).toEqual({ status: "pending" });
  expect((await ask(path)).body).toEqual({ status: "pending" });
  expect((await ask(path)).body).toMatchObject({ status: "ready", text: expect.stringContaining("Hello?") });
});

test("an account without text conversations refuses the mode and makes none", async () => {
  const { create, account } = await startLive({ chat: "refused" });

  expect((await create({ chat: true })).status).toBe(400);
  expect((await create()).status).toBe(200);
  expect(account.rooms.all).toHaveLength(1);
});

test("a text conversation costs as a call does, ends as one, and then takes no text", async () => {
  const { create, ask, account, pass } = await startLive();
  const { id } = await create({ chat: true, properties: { max_call_duration: 600 } });
  await ask(`/v2/conversations/${id}/respond`, turn("Hello?"));

  pass(700);

  expect(account.rooms.secondsUsed).toBe(600);
  expect((await ask(`/v2/conversations/${id}/respond`, turn("Still there?"))).status).toBe(400);
});

test("a call takes no text, and an unknown one is unknown", async () => {
  const { create, ask } = await startLive();
  const { id } = await create({ persona_id: persona });

  expect((await ask(`/v2/conversations/${id}/respond`, turn("Hello?"))).status).toBe(400);
  expect((await ask("/v2/conversations/c0/respond", turn("Hello?"))).body.error).toContain("conversation_id");
});
