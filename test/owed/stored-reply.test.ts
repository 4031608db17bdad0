import { expect, test } from "vitest";
import type { Reply } from "../../src/chat/reply.ts";
import { readReply, writeReply } from "../../src/owed/stored-reply.ts";

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

test("ways in and buttons are not kept: they may no longer fit, or be nobody's to read, by then", () => {
  const kept = readReply(
    writeReply({
      ...said,
      links: [{ label: "Open", url: "https://example.com/secret" }],
      buttons: [{ label: "Revoke", action: "revoke", state: "1" }],
    }),
  );

  expect(kept).toEqual(said);
});
