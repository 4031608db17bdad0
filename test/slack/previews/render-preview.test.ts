import fc from "fast-check";
import { expect, test } from "vitest";
import { unfurlBlocks } from "../../../sandbox/stand-ins/slack/block-kit/block-kit-messages.ts";
import { timeMark } from "../../../src/chat/time-mark.ts";
import { sharedCard } from "../../../src/commands/reply/shared-card.ts";
import { renderPreview } from "../../../src/slack/previews/render-preview.ts";
import { renderReply } from "../../../src/slack/render/render-reply.ts";
import { aPersona } from "../../support/personas/persona-builders.ts";

const odd = [
  "<!channel>",
  "<@U0ADA>",
  "<https://evil.example|here>",
  "*bold*",
  ":tada:",
  "&<>",
  "\n",
  timeMark(0),
  timeMark(1e15, "soon"),
  "\u0002",
  "\u0003",
  "\u0002m12",
  "\u0002s…",
  "\u202e",
  "\ud83c\udf89",
];
const foreign = fc
  .array(fc.oneof(fc.constantFrom(...odd), fc.string({ unit: "binary" })), { maxLength: 30 })
  .chain((parts) => fc.constantFrom(1, 20).map((times) => parts.join("").repeat(times)));

/** Each text of the blocks that Slack would read as markup. */
function marked(blocks: readonly object[]): string[] {
  return [...JSON.stringify(blocks).matchAll(/"type":"mrkdwn","text":("(?:[^"\\]|\\.)*")/g)].map(
    ([, text = '""']) => String(JSON.parse(text)),
  );
}

test("a preview of whatever people have typed is one that Slack takes, in which none of it is markup", () => {
  fc.assert(
    fc.property(foreign, foreign, foreign, (name, description, replicaName) => {
      const card = sharedCard(aPersona({ name, description }), {
        replica: { id: "r1", name: replicaName },
        canRehearse: true,
      });

      const blocks = renderPreview(card);

      expect(unfurlBlocks.safeParse(blocks).error?.issues ?? []).toEqual([]);
      // Times and people of ours alone are marked up.
      for (const text of marked(blocks))
        expect(text).toMatch(/^Made: <!date\^\d+\^[^|<>]+\|[^<>]+> by <@\w+>$|^Made: /);
      expect(marked(blocks).join()).not.toMatch(/<!(?!date)|<http/);
      expect(JSON.stringify(blocks)).not.toMatch(/\\u0002/);
    }),
  );
});

test.each([
  "&",
  "<",
  "\u{1f389}",
  "x",
])("facts full of %j fit, however much longer they become", (character) => {
  const value = `${timeMark(0)} ${character.repeat(3000)}`;
  const mentions = [{ kind: "person", id: "U1" } as const];

  const blocks = renderPreview({ tone: "neutral", title: "T", facts: [{ label: "Long", value, mentions }] });

  expect(unfurlBlocks.safeParse(blocks).error?.issues ?? []).toEqual([]);
});

test("what only looks like a time takes nothing of the text along", () => {
  const description = "Before \u0002 between \u0003 after \u0002m12 and the end";
  const card = sharedCard(aPersona({ description }), {});

  for (const blocks of [renderPreview(card), renderReply(card).blocks]) {
    const text = JSON.stringify(blocks);
    for (const word of ["Before", "between", "after", "and the end"]) expect(text).toContain(word);
  }
});

test("a preview says what a shared card says, with the same picture and buttons", () => {
  const replica = { id: "r1", name: "Anna", stillUrl: "https://cdn.example/anna.png" };
  const card = sharedCard(aPersona({ description: "Answers the phone" }), { replica, canRehearse: true });

  const [shared, preview] = [renderReply(card).blocks, renderPreview(card)];

  const unlessFacts = (blocks: typeof shared) =>
    blocks.filter((block) => block.type !== "rich_text" && !("fields" in block));
  expect(unlessFacts(preview)).toEqual(unlessFacts(shared));
  for (const { label } of card.facts ?? []) expect(JSON.stringify(preview)).toContain(`${label}: `);
});
