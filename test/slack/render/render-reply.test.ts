import { describe, expect, test } from "vitest";
import { messageBlocks } from "../../../sandbox/stand-ins/slack/block-kit/block-kit-messages.ts";
import type { Reply } from "../../../src/chat/reply.ts";
import { renderSuggestions } from "../../../src/slack/answer/answer-suggestion.ts";
import { renderReply } from "../../../src/slack/render/render-reply.ts";

describe("a reply", () => {
  const full: Reply = {
    tone: "success",
    title: "Ada is ready",
    text: "Saved here\nand in Tavus.",
    facts: [
      { label: "Persona", value: "per_A1", code: true },
      { label: "Tavus", value: "p_9`*_<!channel>", code: true },
    ],
    notes: ["Made by you"],
    buttons: [
      { label: "Retry", action: "retry", state: "per_A1", style: "primary" },
      { label: "Share", action: "share", state: "per_A1" },
    ],
  };

  test("is a message Slack takes", () => {
    const { blocks } = renderReply(full);

    expect(messageBlocks.parse(blocks).map((block) => block.type)).toEqual([
      "header",
      "section",
      "rich_text",
      "context",
      "actions",
    ]);
  });

  test("has its picture below, links above the buttons and behind a line; what is no address is not shown", () => {
    const { blocks } = renderReply({
      tone: "success",
      title: "Ready",
      items: [
        { text: "One", link: { label: "Watch", url: "https://x.test/a(b)|c" } },
        { text: "Two", link: { label: "Watch", url: "javascript:alert(1)" } },
      ],
      image: { url: "https://x.test/a.png", alt: "A face" },
      links: [
        { label: "Open", url: "https://x.test/a?t=1&u=<v>" },
        { label: "Bad", url: "not an address" },
        { label: "Long", url: `https://x.test/${"y".repeat(3000)}` },
      ],
      buttons: [{ label: "Delete", action: "drop", state: "1" }],
    });

    expect(messageBlocks.parse(blocks).map((block) => block.type)).toEqual([
      "header",
      "rich_text",
      "image",
      "actions",
      "actions",
    ]);
    const text = JSON.stringify(blocks);
    expect(text).toContain('{"type":"link","url":"https://x.test/a%28b%29%7Cc","text":"Watch"}');
    expect(text).toContain('"image_url":"https://x.test/a.png","alt_text":"A face"');
    expect(text).toContain('"url":"https://x.test/a?t=1&u=%3Cv%3E"');
    for (const refused of ["javascript", "not an address", "yyy"]) expect(text).not.toContain(refused);
  });

  test("sets ids in code font, each as one text that nothing in it can end", () => {
    const [, , facts] = renderReply(full).blocks;

    expect(JSON.stringify(facts)).toContain(
      '{"type":"text","text":"p_9`*_<!channel>","style":{"code":true}}',
    );
  });

  test("cannot mention anyone: user text is never mrkdwn, and the fallback is escaped", () => {
    const evil = "<!channel> <@U1> & *bold*";

    const message = renderReply({ tone: "neutral", title: evil, text: evil, notes: [evil] });

    expect(JSON.stringify(message.blocks)).not.toContain("mrkdwn");
    expect(message.text).not.toMatch(/<|>/);
    expect(message.text).toContain("&lt;!channel&gt; &lt;@U1&gt; &amp; *bold*");
  });

  test("tells its tone without colour", () => {
    const headers = (["success", "warning", "failure"] as const).map(
      (tone) => renderReply({ tone, title: "T" }).blocks[0],
    );

    expect(new Set(headers.map((header) => JSON.stringify(header))).size).toBe(3);
  });

  test("spreads long text over sections without losing any", () => {
    const text = Array.from({ length: 400 }, (_, line) => `line ${line} 😀`).join("\n");

    const { blocks } = renderReply({ tone: "neutral", title: "T", text });

    const sections = messageBlocks
      .parse(blocks)
      .flatMap((block) => (block.type === "section" ? [block.text?.text ?? ""] : []));
    expect(sections.length).toBeGreaterThan(1);
    expect(sections.join("")).toBe(text);
  });

  test("says how much is missing where text is longer than any message", () => {
    const { blocks, text } = renderReply({
      tone: "neutral",
      title: "T".repeat(200),
      text: "&".repeat(50_000),
    });

    expect(messageBlocks.safeParse(blocks).success).toBe(true);
    expect(JSON.stringify(blocks)).toMatch(/\d+ more characters do not fit/);
    expect(text.length).toBeLessThanOrEqual(4000);
  });

  test("lists items with their ids in code font, and in the fallback too", () => {
    const { blocks, text } = renderReply({
      tone: "neutral",
      title: "Personas",
      items: [{ text: "● <!channel>\n*Ada*", codes: ["per_1", "p`9"] }, { text: " " }],
    });

    expect(messageBlocks.parse(blocks)[1]).toMatchObject({
      elements: [
        {
          type: "rich_text_list",
          elements: [
            {
              elements: [
                { type: "text", text: "● <!channel> *Ada*" },
                { text: " " },
                { text: "per_1", style: { code: true } },
                { text: " " },
                { text: "p`9", style: { code: true } },
              ],
            },
            { elements: [{ text: "–" }] },
          ],
        },
      ],
    });
    expect(text).toContain("&lt;!channel&gt;");
    expect(text).toContain("per_1 p`9");
  });

  test("stands with a menu, its buttons and one button for each file that can be opened", () => {
    const { blocks } = renderReply({
      ...full,
      menu: {
        label: "Choose a persona",
        action: "show",
        choices: [
          { value: "per_1", label: "Ada · per_1" },
          { value: "per_2", label: "x".repeat(80) },
        ],
      },
      files: [
        { name: "prompt.md", text: "Hello", open: { action: "prompt", state: "per_1" } },
        { name: "sent.md", text: "Hello" },
      ],
    });

    const [menu, buttons, files] = messageBlocks.parse(blocks).filter(({ type }) => type === "actions");
    expect(menu).toMatchObject({
      elements: [
        {
          type: "static_select",
          action_id: "pf1:show:",
          placeholder: { text: "Choose a persona" },
          options: [{ value: "per_1" }, { value: "per_2", text: { text: `${"x".repeat(74)}…` } }],
        },
      ],
    });
    expect(buttons).toMatchObject({ elements: [{ text: { text: "Retry" } }, { text: { text: "Share" } }] });
    expect(files).toMatchObject({
      elements: [{ text: { text: "Open prompt.md" }, action_id: "pf1:prompt:per_1" }],
    });
  });

  test("has ten buttons in one block, in order", () => {
    const buttons = Array.from({ length: 10 }, (_, index) => ({
      label: "x".repeat(70) + index,
      action: "b",
      state: `${index}`,
    }));

    const blocks = messageBlocks.parse(renderReply({ tone: "neutral", title: "T", buttons }).blocks);

    expect(blocks.filter(({ type }) => type === "actions")).toMatchObject([
      {
        elements: buttons.map(({ label, state }) => ({ text: { text: label }, action_id: `pf1:b:${state}` })),
      },
    ]);
  });

  test("leaves out a menu with nothing to choose", () => {
    const menu = { label: "Choose", action: "show", choices: [] };

    expect(renderReply({ tone: "neutral", title: "None", menu }).blocks).toHaveLength(1);
  });

  test("packs buttons into their action_id", () => {
    expect(JSON.stringify(renderReply(full).blocks)).toContain(
      '"action_id":"pf1:retry:per_A1","style":"primary"',
    );
  });
});

describe("suggestions", () => {
  test("offer what was typed first when it looks like an id that is not on offer", () => {
    const options = renderSuggestions([{ value: "r1", label: "Anna" }], "r9aaaa");

    expect(options.map((option) => [option.text.text, option.value])).toEqual([
      ["Use “r9aaaa”", "r9aaaa"],
      ["Anna", "r1"],
    ]);
  });

  test("do not offer it twice, nor words of a search", () => {
    expect(renderSuggestions([{ value: "r9aaaa", label: "Anna" }], "r9aaaa")).toHaveLength(1);
    expect(renderSuggestions([], "anna smith")).toEqual([]);
  });

  test("cut names with a visible sign and keep values whole", () => {
    const [option] = renderSuggestions([{ value: "r1", label: "n".repeat(90) }], "");

    expect(option?.text.text).toHaveLength(75);
    expect(option?.text.text.endsWith("…")).toBe(true);
  });
});
