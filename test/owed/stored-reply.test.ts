import { expect, test } from "vitest";
import type { Reply } from "../../src/chat/reply.ts";
import { readReply, withoutButtons, writeReply } from "../../src/owed/stored-reply.ts";

const who = [
  { kind: "person", id: "U1" },
  { kind: "role", id: "R1" },
  { kind: "channel", id: "C1" },
] as const;

const said: Reply = {
  tone: "neutral",
  title: "It is over",
  text: "It was revoked.",
  facts: [
    { label: "Revoked", value: "by", mentions: who },
    { label: "ID here", value: "per_1", code: true },
  ],
  items: [{ text: "Ada", codes: ["per_1"], lead: "made by", mentions: who }],
  notes: ["A note."],
};

test("what is told later says all that it would have said now, whom it names too", () => {
  expect(readReply(writeReply(said))).toEqual(said);
});

test("ways in are not kept, and buttons only for the place where the answer was to stand", () => {
  const buttons = [{ label: "Revoke", action: "revoke", state: "1" }];
  const kept = readReply(
    writeReply({ ...said, links: [{ label: "Open", url: "https://example.com/secret" }], buttons }),
  );

  expect(kept).toEqual({ ...said, buttons });
  expect(withoutButtons(kept)).toEqual(said);
});
