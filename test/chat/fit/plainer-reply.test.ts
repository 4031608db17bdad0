import { expect, test } from "vitest";
import { plainerReplies, sendOrPlainer } from "../../../src/chat/fit/plainer-reply.ts";
import type { Reply } from "../../../src/chat/reply.ts";

const link = { label: "Watch", url: "https://cdn.test/anna.mp4" };
const image = { url: "https://cdn.test/anna.png", alt: "Anna" };
const bare: Reply = { tone: "success", title: "Anna", text: "Ready" };

test("first the picture goes, then addresses are written out, then they go", () => {
  const replies = plainerReplies({ ...bare, image, links: [link], items: [{ text: "Face", link }] });

  const unseen = "The picture could not be shown here.";
  expect(replies).toEqual([
    { ...bare, links: [link], items: [{ text: "Face", link }], notes: [unseen] },
    {
      ...bare,
      text: "Ready\nWatch: https://cdn.test/anna.mp4",
      items: [{ text: "Face – Watch: https://cdn.test/anna.mp4" }],
      notes: [unseen],
    },
    {
      ...bare,
      items: [{ text: "Face" }],
      notes: [unseen, "The links could not be shown here: their addresses were refused."],
    },
  ]);
});

test.each([
  ["nothing that leads out", bare, 0],
  ["a picture alone", { ...bare, image }, 1],
  ["a link alone", { ...bare, links: [link] }, 2],
])("%s has so many plainer versions as can differ", (_, reply, count) => {
  expect(plainerReplies(reply)).toHaveLength(count);
});

test("what is refused for another reason, or in every version, rejects as it was refused", async () => {
  const sent: Reply[] = [];
  const send = async (reply: Reply) => {
    sent.push(reply);
    throw new Error(`refused ${sent.length}`);
  };

  await expect(sendOrPlainer({ ...bare, image }, () => false, send)).rejects.toThrow("refused 1");
  await expect(sendOrPlainer({ ...bare, image }, () => true, send)).rejects.toThrow("refused 3");

  expect(sent).toHaveLength(3);
});
