import { expect, test } from "vitest";
import { key, startTavus } from "./setup.ts";

const answers: [body: unknown, answer: string | undefined][] = [
  ...["text", "response", "answer", "reply", "content", "message"].map((name): [unknown, string] => [
    { status: "ready", [name]: "Hello" },
    "Hello",
  ]),
  ...["ready", "READY", " Completed ", "done", "success"].map((status): [unknown, string] => [
    { status, text: "Hello" },
    "Hello",
  ]),
  [{ status: "ready", text: "", message: "Hello" }, "Hello"],
  [{ status: "ready", response: { content: "Hello" } }, "Hello"],
  [{ data: { status: "ready", text: "Hello" } }, "Hello"],
  [{ conversation_id: "c1", status: "ready", message: "Hello" }, "Hello"],
  [{ status: "ready" }, ""],
  ...["pending", "processing", "queued"].map((status): [unknown, undefined] => [
    { status, text: "What you said", message: "Still thinking" },
    undefined,
  ]),
];

test.each(answers)("of %j the answer is %j, said at once or asked for later", async (body, answer) => {
  const { client, standIn } = await startTavus();
  standIn.setFault({ status: 200, body });

  expect(await client.rehearsals.say(key, "c1", "Hi")).toBe(answer);
  expect(await client.rehearsals.answer(key, "c1")).toBe(answer);
});

test.each([
  202, 204, 200,
])("a success (%i) without a word has heard it, and has no answer yet", async (status) => {
  const { client, standIn } = await startTavus();
  standIn.setFault({ status, body: "" });

  expect(await client.rehearsals.say(key, "c1", "Hi")).toBeUndefined();
  expect(await client.rehearsals.answer(key, "c1")).toBeUndefined();
});
