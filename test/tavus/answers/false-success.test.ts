import { expect, test } from "vitest";
import { readFalseSuccess } from "../../../src/tavus/answers/false-success.ts";

function failureIn(operation: string, body: unknown) {
  return readFalseSuccess({ operation, status: 200, body: JSON.stringify(body), secrets: [] })?.words;
}

const kinds = ["persona", "replica", "conversation", "video", "deployment"];

test.each(kinds)("an id of a %s that came back is an answer, whatever is said beside it", (kind) => {
  const id = { [`${kind}_id`]: "x1" };
  for (const operation of [`create ${kind}`, `get ${kind}`])
    for (const beside of [
      { message: "Created" },
      { error: "thumbnail failed" },
      { status: "failed" },
      { detail: "done" },
    ])
      expect(failureIn(operation, { ...id, ...beside }), JSON.stringify(beside)).toBeUndefined();
});

test.each(kinds)("without one, words in place of a %s are a failure", (kind) => {
  expect(failureIn(`get ${kind}`, { message: "Not today" })).toBe("Not today");
  expect(failureIn(`create ${kind}`, { status: "Rejected", message: "Not today" })).toBe("Not today");
});

test.each([
  ["create conversation", { persona_id: "p1" }],
  ["create conversation", { data: { replica_id: "r1" } }],
  ["create persona", { data: { replica_id: "r1" } }],
  ["create persona", { data: [{ face_id: "r1" }] }],
  ["create video", { face_id: "r1" }],
  ["create deployment", { pal_id: "p1" }],
  ["get video", { data: { replica_id: "r1" } }],
])("to %s, the id of something else (%j) beside an error is no answer", (operation, body) => {
  expect(failureIn(operation, { ...body, error: "Not today" })).toBe("Not today");
});

const talks = ["say in conversation", "read answer in conversation"];

test.each(talks)("to %s, words beside how far it is are the persona's", (operation) => {
  for (const body of [
    { status: "ready", message: "You need to upgrade your plan." },
    { status: "Completed", message: "Hello" },
    { status: "pending", message: "thinking" },
    { conversation_id: "c1", message: "Hello" },
  ])
    expect(failureIn(operation, body), JSON.stringify(body)).toBeUndefined();
});

test.each(talks)("to %s, what says that it failed has failed", (operation) => {
  for (const body of [
    { message: "No such feature" },
    { error: "No such feature" },
    { conversation_id: "c1", error: "No such feature" },
    { status: "FAILED", message: "No such feature" },
  ])
    expect(failureIn(operation, body), JSON.stringify(body)).toBe("No such feature");
});
