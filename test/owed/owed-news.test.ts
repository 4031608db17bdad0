import { expect, test } from "vitest";
import type { Reply } from "../../src/chat/reply.ts";
import { newsOf } from "../../src/owed/owed-news.ts";
import { writeReply } from "../../src/owed/stored-reply.ts";

const bare: Reply = { tone: "success", title: "Saved", text: "All is well." };
const mentions = [{ kind: "person", id: "U1" }] as const;

const told = async () => {};

function newsFrom(...replies: Reply[]) {
  const key = { tenantId: "slack:T1", userId: "U1" };
  const owed = replies.map((reply, index) => ({
    ...key,
    deliveryId: `d${index}`,
    replyJson: writeReply(reply),
  }));
  return newsOf(owed, told);
}

test("what fits a line is told as one", () => {
  const facts = [
    { label: "How it ended", value: "Its time was up." },
    { label: "Key", value: "…1234" },
  ];

  const news = newsFrom(bare, { ...bare, text: "", facts });

  expect(news.lines.map(({ line }) => line)).toEqual([
    "Meanwhile: Saved. All is well.",
    "Meanwhile: Saved. How it ended: Its time was up. Key: …1234.",
  ]);
  expect(news.whole).toEqual([]);
});

test.each<[string, Partial<Reply>]>([
  ["items", { items: [{ text: "Ada", codes: ["per_1"] }] }],
  ["a file", { files: [{ name: "your-text.txt", text: "One\n\ntwo" }] }],
  ["small print", { notes: ["What you typed is kept."] }],
  ["people", { facts: [{ label: "By", value: "", mentions }] }],
  ["much text", { text: "Long. ".repeat(100) }],
  [
    "many values",
    {
      facts: Array.from({ length: 9 }, (_, index) => ({ label: `Setting ${index}`, value: "x".repeat(60) })),
    },
  ],
])("what has %s is told whole", (_, more) => {
  const reply = { ...bare, ...more };

  const news = newsFrom(reply);

  expect(news.lines).toEqual([]);
  expect(news.whole).toEqual([
    { reply: { ...reply, title: "Meanwhile: Saved" }, told: expect.any(Function) },
  ]);
});
