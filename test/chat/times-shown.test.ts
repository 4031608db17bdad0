import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Reply } from "../../src/chat/reply.ts";
import { inUtc, partsOf, timeMark } from "../../src/chat/time-mark.ts";
import { renderReply as renderForDiscord } from "../../src/discord/render/render-reply.ts";
import { readReply, writeReply } from "../../src/owed/stored-reply.ts";
import { renderReply as renderForSlack } from "../../src/slack/render/render-reply.ts";

const ms = Date.UTC(2026, 10, 22, 20, 30);
const seconds = ms / 1000;
const utcText = "2026-11-22 20:30 UTC";
const mark = timeMark(ms);
const soon = timeMark(ms, "soon");

/** A reply that says a time in each place that holds text. */
const everywhere: Reply = {
  tone: "neutral",
  title: `Title ${mark}`,
  text: `*Text* ${mark} and ${soon}.`,
  facts: [
    { label: "Fact", value: `Value ${soon}` },
    { label: "Code", value: `id ${mark}`, code: true },
  ],
  items: [{ text: `Item ${mark}`, codes: ["per_1"] }],
  notes: [`Note ${mark}`],
};

/** The same, as it lies in the database until a person can be told. */
const both: [string, Reply][] = [
  ["at once", everywhere],
  ["from the database", readReply(writeReply(everywhere))],
];

describe.each(both)("a time in a reply shown %s", (_, reply) => {
  test("is each reader's own on Discord, and UTC where Discord shows plain text alone", () => {
    const { embeds } = renderForDiscord(reply);

    expect(embeds[0]).toMatchObject({
      title: `Title ${utcText}`,
      description: `\\*Text\\* <t:${seconds}:f> and <t:${seconds}:R>.`,
      fields: [
        { name: "Fact", value: `Value <t:${seconds}:R>` },
        { name: "Code", value: `\`id ${utcText}\`` },
        { value: `Item <t:${seconds}:f> \`per_1\`` },
      ],
      footer: { text: `Note ${utcText}` },
    });
  });

  test("is each reader's own on Slack, and UTC where Slack shows plain text alone", () => {
    const { blocks, text } = renderForSlack(reply);

    const date = (format: string) => ({ type: "date", timestamp: seconds, format, fallback: utcText });
    const [moment, near] = [
      date("{date_short_pretty} at {time}"),
      date("{date_short_pretty} at {time_secs}"),
    ];
    expect(blocks[0]).toMatchObject({ text: { text: `Title ${utcText}` } });
    expect(blocks[1]).toEqual({
      type: "rich_text",
      elements: [
        {
          type: "rich_text_section",
          elements: [
            { type: "text", text: "*Text* " },
            moment,
            { type: "text", text: " and " },
            near,
            { type: "text", text: "." },
          ],
        },
      ],
    });
    expect(JSON.stringify(blocks[2])).toContain(JSON.stringify(near));
    expect(JSON.stringify(blocks[2])).toContain(`id ${utcText}`);
    expect(JSON.stringify(blocks[3])).toContain(JSON.stringify(moment));
    expect(blocks[4]).toMatchObject({ elements: [{ text: `Note ${utcText}` }] });
    expect(text).toContain(`Fact: Value <!date^${seconds}^{date_short_pretty} at {time_secs}|${utcText}>`);
  });
});

test("whatever is cut, nothing of a mark is ever seen", () => {
  const word = fc.oneof(fc.stringMatching(/^[a-z*<&\n]{1,30}$/), fc.constantFrom(mark, soon));
  const words = fc.array(word, { minLength: 50, maxLength: 500, size: "max" });
  fc.assert(
    fc.property(words, (pieces) => {
      const text = pieces.join(" ");
      const facts = [{ label: "F", value: text }];
      const reply: Reply = { tone: "neutral", title: text, text, facts, items: [{ text }], notes: [text] };
      const drawn = [renderForDiscord(reply), renderForSlack(reply)].map((each) => JSON.stringify(each));
      for (const seen of [...drawn, JSON.stringify(inUtc(text))]) expect(seen).not.toMatch(/\\u000[23]/);
      const times = partsOf(text).filter((part) => typeof part !== "string");
      expect(times).toHaveLength(pieces.filter((piece) => piece === mark || piece === soon).length);
    }),
    { numRuns: 40 },
  );
});
