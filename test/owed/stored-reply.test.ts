import { expect, test } from "vitest";
import type { Reply } from "../../src/chat/reply.ts";
import { packFiles, readReply, withoutButtons, writeReply } from "../../src/owed/stored-reply.ts";

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

test("a long file is kept packed, whole, and with its beginning for versions that cannot unpack it", async () => {
  const lines = Array.from({ length: 20_000 }, (_, number) => `Åsa 👩‍🚀 number ${number} · per_${number}`);
  const files = [
    { name: "sync.txt", text: lines.join("\n") },
    { name: "short.txt", text: "Short.", open: { action: "open", state: "1" } },
  ];

  const json = writeReply(await packFiles({ ...said, files }));

  expect(readReply(json)).toEqual({ ...said, files });
  expect(json.length).toBeLessThan(files[0]?.text.length ?? 0);
  const [long, short] = JSON.parse(json).files;
  expect(long.text).toMatch(/^Åsa 👩‍🚀 number 0 · per_0\n.*…$/s);
  expect(short).toEqual(files[1]);
});

test("a reply whose files are short is kept as it is", async () => {
  const reply = { ...said, files: [{ name: "short.txt", text: "Short." }] };

  expect(await packFiles(reply)).toBe(reply);
});

test("a secret of a reply is not written, and the rest is", () => {
  const facts = [
    { label: "Calls", value: "3" },
    { label: "Password", value: "s3cret", secret: true } as const,
  ];

  const json = writeReply({ tone: "success", title: "Shared", facts });

  expect(json).not.toContain("s3cret");
  expect(readReply(json)).toEqual({ tone: "success", title: "Shared", facts: [facts[0]] });
});
