import { expect, test } from "vitest";
import { z } from "zod";
import { messageBlock } from "../../../sandbox/stand-ins/slack/block-kit/block-kit-blocks.ts";
import type { Mention } from "../../../src/chat/mention.ts";
import type { Reply } from "../../../src/chat/reply.ts";
import { renderReply } from "../../../src/slack/render/render-reply.ts";

const ada: Mention = { kind: "person", id: "U0ADA" };
const general: Mention = { kind: "channel", id: "C0GENERAL" };

const replyWith = (change: Partial<Reply>): Reply => ({ tone: "neutral", title: "Setup", ...change });

const richText = z.object({
  type: z.literal("rich_text"),
  elements: z.tuple([z.object({ elements: z.array(z.unknown()) })]),
});

/** The pieces of the reply's rich text, in a message that Slack takes. */
function piecesOf(reply: Reply): unknown[] {
  const blocks = z.array(messageBlock).parse(renderReply(reply).blocks);
  return blocks.flatMap((block) => richText.safeParse(block).data?.elements[0].elements ?? []);
}

test("mentions stand behind a fact's value", () => {
  const fact = { label: "Warnings", value: "go to", mentions: [general, ada] };

  expect(piecesOf(replyWith({ facts: [fact] }))).toEqual([
    { type: "text", text: "Warnings: ", style: { bold: true } },
    { type: "text", text: "go to" },
    { type: "text", text: " " },
    { type: "channel", channel_id: "C0GENERAL" },
    { type: "text", text: " " },
    { type: "user", user_id: "U0ADA" },
  ]);
});

test("a fact may be mentions alone", () => {
  expect(piecesOf(replyWith({ facts: [{ label: "Managers", value: "", mentions: [ada] }] }))).toEqual([
    { type: "text", text: "Managers: ", style: { bold: true } },
    { type: "user", user_id: "U0ADA" },
  ]);
});

test("mentions stand behind an item's text and codes", () => {
  const item = { text: "Ada made", codes: ["per_A1"], mentions: [ada] };

  expect(piecesOf(replyWith({ items: [item] }))).toEqual([
    {
      type: "rich_text_section",
      elements: [
        { type: "text", text: "Ada made" },
        { type: "text", text: " " },
        { type: "text", text: "per_A1", style: { code: true } },
        { type: "text", text: " " },
        { type: "user", user_id: "U0ADA" },
      ],
    },
  ]);
});

test("the text for notifications names them too, and everything else in it stays escaped", () => {
  const facts = [{ label: "Managers", value: "<!channel> & <@U0EVE>", mentions: [ada, general] }];

  expect(renderReply(replyWith({ facts })).text).toBe(
    "Setup\nManagers: &lt;!channel&gt; &amp; &lt;@U0EVE&gt; <@U0ADA> <#C0GENERAL>",
  );
});

test.each<[string, Mention]>([
  ["a role, which Slack has none of,", { kind: "role", id: "R1" }],
  ["what is no id of Slack's", { kind: "person", id: "!channel" }],
  ["a channel's id that could hide a link", { kind: "channel", id: "C1|x" }],
])("%s is shown as it is", (_case, mention) => {
  const reply = replyWith({ facts: [{ label: "Who", value: "", mentions: [mention] }] });

  expect(piecesOf(reply).at(-1)).toEqual({ type: "text", text: mention.id, style: { code: true } });
  expect(renderReply(reply).text).toBe(`Setup\nWho: ${mention.id}`);
});
