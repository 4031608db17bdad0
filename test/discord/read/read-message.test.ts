import { expect, test } from "vitest";
import { readPayload } from "../../../src/discord/read/payload.ts";
import { readInteraction } from "../../../src/discord/read/read.ts";
import { aPayload, listings } from "../samples.ts";

/** What is read of a message in whose menu a command was chosen. */
function read(message: object) {
  const resolved = { messages: { 5: message } };
  const payload = readPayload(
    aPayload(2, { name: "Use as persona prompt", type: 3, target_id: "5", resolved }),
  );
  const interaction = payload && readInteraction(payload, listings);
  return interaction?.kind === "command" ? interaction.given : undefined;
}

const field = { name: "How it behaves", value: "You are Ada." };
const shown = (content: string) => ({ type: 10, content });
const button = { type: 2, style: 1, custom_id: "b", label: "Press" };

test.each<[what: string, message: object, text: string]>([
  ["typed", { content: "You are Ada." }, "You are Ada."],
  ["typed beside an embed", { content: "You are Ada.", embeds: [{ title: "A page" }] }, "You are Ada."],
  ["in an embed", { embeds: [{ title: "Ada", description: "You are Ada." }] }, "Ada\n\nYou are Ada."],
  ["in an embed's fields alone", { embeds: [{ fields: [field] }] }, "How it behaves\nYou are Ada."],
  [
    "in an embed with fields",
    { embeds: [{ title: "Ada", description: null, fields: [field, { name: "\u200B", value: "More." }] }] },
    "Ada\n\nHow it behaves\nYou are Ada.\n\nMore.",
  ],
  ["in components", { flags: 32_768, components: [shown("You are"), shown("Ada.")] }, "You are\n\nAda."],
  [
    "in nested components",
    {
      components: [
        { type: 17, components: [{ type: 9, components: [shown("You are Ada.")], accessory: button }] },
        { type: 1, components: [button] },
      ],
    },
    "You are Ada.",
  ],
  ["in a forwarded message", { message_snapshots: [{ message: { components: [shown("Ada")] } }] }, "Ada"],
  [
    "nowhere, beside what a poll has come to",
    { embeds: [{ type: "poll_result", fields: [{ name: "poll_question_text", value: "Who?" }] }] },
    "",
  ],
  ["nowhere, beside components of another time", { components: [{ type: 99, content: 7 }, null] }, ""],
  ["nowhere", { poll: { question: { text: "Who?" } } }, ""],
])("of a message whose text stands %s all of it is read", (_what, message, text) => {
  expect(read({ content: "", ...message })).toEqual({ text, files: [] });
});

const mentions = [
  { id: "11", username: "mia_k", global_name: "Mia" },
  { id: "12", username: "ben", global_name: null },
];

test.each([
  ["Greet <@11> and <@!12>.", "Greet @Mia and @ben."],
  [
    "Open from <t:1795000000:F> on, or <t:1795000000>.",
    "Open from 2026-11-18 11:06 UTC on, or 2026-11-18 11:06 UTC.",
  ],
  ["Wave <:wave_hi:123> or <a:dance:456>!", "Wave :wave_hi: or :dance:!"],
  ["Point to </persona-list:789>, </a b c:1>", "Point to /persona-list, /a b c"],
  ["Not <@13>, <#5>, <@&6> or <b>.", "Not <@13>, <#5>, <@&6> or <b>."],
])("of %s is read what people read there", (content, text) => {
  expect(read({ content, mentions })?.text).toBe(text);
  expect(read({ content: "", message_snapshots: [{ message: { content, mentions } }] })?.text).toBe(text);
});

test("a message whose mentions are written otherwise is read all the same", () => {
  expect(read({ content: "Greet <@11>.", mentions: [7] })?.text).toBe("Greet <@11>.");
});
