import { expect, test } from "vitest";
import { shortcutPayload } from "../../../src/slack/read/payload.ts";
import { mentionedIn, readGivenMessage } from "../../../src/slack/read/read-message.ts";

function given(message: object) {
  return shortcutPayload.parse({
    callback_id: "persona-create",
    user: { id: "U1" },
    channel: { id: "C1" },
    trigger_id: "1",
    message,
  });
}

const read = (message: object) =>
  readGivenMessage(given(message), { names: new Map([["U0ADA", "Ada & Co"]]), files: [] });

const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
const section = { type: "section", text: mrkdwn("You coach &amp; ask.") };
const pressed = {
  type: "actions",
  elements: [{ type: "button", text: { type: "plain_text", text: "Press" } }],
};
const app = { bot_id: "B1" };

test.each<[string, object, string]>([
  ["a person's text, whatever blocks stand beside it", { text: "Mine", blocks: [section] }, "Mine"],
  [
    "an app's blocks, its text being for notifications",
    { ...app, text: "News", blocks: [section] },
    "You coach & ask.",
  ],
  ["an app's blocks alone", { ...app, text: "", blocks: [section, pressed] }, "You coach & ask."],
  [
    "an app's blocks, not what Slack says in the place of its text",
    { ...app, text: "This content can't be displayed.", blocks: [section] },
    "You coach & ask.",
  ],
  ["an app's text, its blocks holding none", { ...app, text: "Press here", blocks: [pressed] }, "Press here"],
  [
    "nothing, where nothing is to be read",
    { ...app, text: "This content can't be displayed.", blocks: [pressed] },
    "",
  ],
  [
    "every kind of block that holds text",
    {
      ...app,
      blocks: [
        { type: "header", text: { type: "plain_text", text: "Head" } },
        { type: "section", fields: [mrkdwn("One"), mrkdwn("Two")] },
        { type: "context", elements: [mrkdwn("Small"), { type: "image", alt_text: "A face" }] },
        { type: "markdown", text: "**Bold**" },
        { type: "divider" },
        { type: "to come", text: 7, elements: "?" },
      ],
    },
    "Head\n\nOne\nTwo\n\nSmall\n\n**Bold**",
  ],
  [
    "the blocks of an attachment, not its stand-in",
    { ...app, text: "", attachments: [{ fallback: "[no preview available]", blocks: [section] }] },
    "You coach & ask.",
  ],
  [
    "an attachment with its title and fields",
    {
      ...app,
      attachments: [
        {
          pretext: "Before",
          title: "Title",
          text: "Body",
          fallback: "f",
          fields: [{ title: "A", value: "b" }],
        },
      ],
    },
    "Before\nTitle\nBody\nA\nb",
  ],
  [
    "what was shared from elsewhere",
    { text: "", attachments: [{ text: "Theirs", fallback: "[x] Theirs" }] },
    "Theirs",
  ],
])("of a message is read %s", (_what, message, text) => {
  expect(read(message).text).toBe(text);
});

test("rich text is read as people read it: lists, links, emoji, people", () => {
  const text = (said: string) => ({ type: "text", text: said });
  const item = (said: string) => ({ type: "rich_text_section", elements: [text(said)] });
  const elements = [
    {
      type: "rich_text_section",
      elements: [
        text("Ask "),
        { type: "user", user_id: "U0ADA" },
        text(" "),
        { type: "emoji", name: "rocket" },
        text(" at "),
        { type: "link", url: "https://tavus.io", text: "Tavus" },
      ],
    },
    { type: "rich_text_list", style: "ordered", elements: [item("First"), item("Second")] },
    { type: "rich_text_list", style: "bullet", elements: [item("Third")] },
    { type: "rich_text_preformatted", elements: [text("code")] },
  ];

  expect(read({ ...app, blocks: [{ type: "rich_text", elements }] }).text).toBe(
    "Ask @Ada & Co 🚀 at Tavus (https://tavus.io)\n1. First\n2. Second\n• Third\ncode",
  );
});

test.each([
  ["rich_text", { elements: [{ type: "rich_text_preformatted", elements: [{ type: "text", text: "%" }] }] }],
  ["markdown", { text: "%" }],
  ["header", { text: { type: "plain_text", text: "%" } }],
])("what stands in pointed brackets in a block of the kind %s is no link", (type, block) => {
  const code = "List<String> x = <!-- y --> <b>std::vector<int></b>; // <std::string>";
  const blocks = [JSON.parse(JSON.stringify({ type, ...block }).replace("%", code))];

  expect(read({ ...app, blocks }).text).toBe(code);
});

test("people are called by their names, and by their ids where those are not known", () => {
  const message = { text: "Ask <@U0ADA>, <@W0BEN> or <@U0CY|cy> in <#C1|general>, <!here>." };

  expect(mentionedIn(given(message))).toEqual({ people: ["U0ADA", "W0BEN"], channels: [] });
  expect(mentionedIn(given({ text: "<#C1|> <#C2> <#C1>" })).channels).toEqual(["C1", "C2"]);
  expect(read(message).text).toBe("Ask @Ada & Co, @W0BEN or @cy in #general, @here.");
});

test.each([
  [{ text: "Coach", attachments: [{ title: 7, text: 3.5 }, null] }, "Coach"],
  [
    { text: 7, attachments: [{ title: 7, pretext: {}, text: "Body", fields: [{ title: 1, value: "b" }] }] },
    "Body\nb",
  ],
  [
    { text: "Coach", files: [{ id: "F1", size: "1 kB" }], blocks: "?", ts: 1.5, thread_ts: 1.5, bot_id: 1 },
    "Coach",
  ],
])("what is of another shape than any in a message hides nothing else of it: %j", (message, text) => {
  expect(read(message)).toEqual({ text, files: [] });
});

test("the files of a message that was shared are there as well", () => {
  const file = { name: "prompt.md", size: 4, url_private: "https://files.slack.com/prompt.md" };

  expect(read({ text: "", attachments: [{ files: [file] }] }).files).toEqual([
    { name: "prompt.md", sizeBytes: 4, url: "https://files.slack.com/prompt.md" },
  ]);
});
