import fc from "fast-check";
import { expect, test } from "vitest";
import { componentProblems } from "../../sandbox/stand-ins/discord/rules/component-rules.ts";
import { readCheckedMessage } from "../../sandbox/stand-ins/discord/rules/message-check.ts";
import { publishedSchemas } from "../../sandbox/stand-ins/discord/rules/published-schemas.ts";
import { schemaProblems } from "../../sandbox/stand-ins/discord/rules/schema-check.ts";
import { check } from "../../sandbox/stand-ins/slack/block-kit/block-kit-check.ts";
import { messageBlocks, unfurlBlocks } from "../../sandbox/stand-ins/slack/block-kit/block-kit-messages.ts";
import type { Mention } from "../../src/chat/mention.ts";
import type { Button, Fact, Item, Menu, Reply } from "../../src/chat/reply.ts";
import { timeMark } from "../../src/chat/time-mark.ts";
import { renderReply as renderForDiscord } from "../../src/discord/render/render-reply.ts";
import { renderPreview } from "../../src/slack/previews/render-preview.ts";
import { renderReply as renderForSlack } from "../../src/slack/render/render-reply.ts";

/** What makes a text longer than it was, shorter, nothing, or no text at all. */
const pieces = [
  "a",
  " ",
  "\n",
  "*",
  "&",
  "`",
  "\\",
  "<@1>",
  "😀",
  "👩‍🚀",
  "\ud83d",
  "\udc00",
  "\0",
  "é",
  "_x_",
  "\u0002",
];
const piece = fc.constantFrom(...pieces, timeMark(1_700_000_000_000), timeMark(1_700_000_000_000, "soon"));
const size = fc.constantFrom(0, 1, 2, 30, 75, 76, 150, 256, 1024, 1025, 3000, 6000, 37_000);
const text = fc
  .tuple(fc.array(piece, { minLength: 1, maxLength: 4 }), size)
  .map(([some, length]) => some.join("").repeat(Math.ceil(length / some.join("").length)));

const mention: fc.Arbitrary<Mention> = fc.record({
  kind: fc.constantFrom("person", "role", "channel"),
  id: fc.oneof(fc.constantFrom("U1", "1000000000000000001", ""), text),
});
const few = <Part>(part: fc.Arbitrary<Part>) => fc.array(part, { maxLength: 3 });
const many = <Part>(part: fc.Arbitrary<Part>) =>
  fc.oneof(few(part), fc.array(part, { minLength: 9, maxLength: 12 }));
const url = fc.oneof(fc.webUrl(), fc.constantFrom(`https://x.test/${"y".repeat(2500)}`, "no address"));
const some = { requiredKeys: [] as [] };

const fact: fc.Arbitrary<Fact> = fc.record(
  { label: text, value: text, code: fc.boolean(), mentions: many(mention) },
  { requiredKeys: ["label", "value"] },
);
const item: fc.Arbitrary<Item> = fc.record(
  { text, codes: few(text), lead: text, mentions: many(mention), link: fc.record({ label: text, url }) },
  { requiredKeys: ["text"] },
);
const menu = (action: string): fc.Arbitrary<Menu> =>
  fc.record({
    label: text,
    action: fc.constant(action),
    choices: fc.uniqueArray(
      fc.record({ value: fc.oneof(fc.base64String({ maxLength: 80 }), text), label: text }),
      {
        maxLength: 30,
        selector: ({ value }) => value,
      },
    ),
  });
/** Labels are anybody's; actions and states are ours, and no two the same. */
const buttons: fc.Arbitrary<Button[]> = many(text).map((labels) =>
  labels.map((label, index) => ({ label, action: "do", state: `${index}` })),
);

const reply: fc.Arbitrary<Reply> = fc
  .record(
    {
      text,
      facts: many(fact),
      items: many(item),
      notes: many(text),
      menu: menu("one"),
      secondMenu: menu("two"),
      links: few(fc.record({ label: text, url })),
      buttons,
      image: fc.record({ url, alt: text }),
      files: few(fc.record({ name: text, text: fc.constant("Hello") })),
    },
    some,
  )
  .chain((rest) =>
    fc
      .record({ tone: fc.constantFrom("success", "warning", "neutral"), title: text })
      .map((head) => ({ ...head, ...rest }) as Reply),
  );

const runs = { numRuns: 25, seed: 6 };

test("whatever a reply holds, Discord takes what is made of it", () => {
  fc.assert(
    fc.property(reply, (given) => {
      const body = renderForDiscord(given);
      expect(schemaProblems(publishedSchemas.messageCallback, { type: 4, data: body })).toEqual([]);
      const { body: message } = readCheckedMessage(body, []);
      expect(componentProblems(message.components ?? [], false)).toEqual([]);
    }),
    runs,
  );
});

test("whatever a reply holds, Slack takes what is made of it", () => {
  fc.assert(
    fc.property(reply, (given) => {
      const { text, blocks } = renderForSlack(given);
      expect(check(messageBlocks, blocks, "blocks")).toMatchObject({ ok: true });
      expect(text.length).toBeLessThanOrEqual(4000);
      const { items: _, ...card } = given;
      expect(check(unfurlBlocks, renderPreview(card), "blocks")).toMatchObject({ ok: true });
    }),
    runs,
  );
});
