import { describe, expect, test } from "vitest";
import { messageBlocks } from "../../sandbox/slack/block-kit-messages.ts";
import { modalView } from "../../sandbox/slack/block-kit-views.ts";
import type { Reply } from "../../src/chat/reply.ts";
import { renderSuggestions } from "../../src/slack/answer-suggestion.ts";
import { renderForm, renewPlace } from "../../src/slack/render-form.ts";
import { renderReply } from "../../src/slack/render-reply.ts";
import { anOpenForm } from "./sample-form.ts";

const place = { channelId: "C1", responseUrl: "https://hooks.slack.com/commands/1", round: 0, blockIds: {} };

function inputs(...given: Parameters<typeof renderForm>) {
  const { blocks } = modalView.parse(renderForm(...given));
  return blocks.flatMap((block) => (block.type === "input" ? [block] : []));
}

describe("a form", () => {
  test("is a view Slack takes, with its fields in order of definition", () => {
    const fields = inputs(anOpenForm(), place);

    expect(fields.map((field) => [field.block_id, field.element.type])).toEqual([
      ["name", "plain_text_input"],
      ["kind", "static_select"],
      ["template", "static_select"],
      ["replica", "external_select"],
      ["traits", "checkboxes"],
      ["prompt", "plain_text_input"],
      ["file", "file_input"],
    ]);
  });

  test("carries its command, its id and where to answer", () => {
    const view = renderForm(anOpenForm(), place);

    expect(view.callback_id).toBe("pf1:form:persona-create");
    expect(JSON.parse(view.private_metadata ?? "")).toEqual({
      formId: "f0rm",
      channelId: "C1",
      responseUrl: "https://hooks.slack.com/commands/1",
      round: 0,
    });
  });

  test("marks only required fields as required and listens only to the field that others follow", () => {
    const fields = inputs(anOpenForm(), place);

    expect(fields.filter((field) => field.optional !== true).map((field) => field.block_id)).toEqual([
      "name",
    ]);
    expect(fields.filter((field) => field.dispatch_action).map((field) => field.block_id)).toEqual([
      "template",
    ]);
  });

  test("shows the values it is opened with", () => {
    const values = { name: "Ada <b>", kind: "creator", replica: "r12345", traits: ["calm"], prompt: "Hi" };

    const elements = inputs(anOpenForm({ values }), place).map((field) => field.element);

    expect(elements).toMatchObject([
      { initial_value: "Ada <b>" },
      { initial_option: { value: "creator" } },
      {},
      { initial_option: { value: "r12345" }, min_query_length: 0 },
      { initial_options: [{ value: "calm" }] },
      { initial_value: "Hi" },
      { filetypes: ["txt", "md"], max_files: 1 },
    ]);
    expect(elements[2]).not.toHaveProperty("initial_option");
  });

  test("starts a choice without a value at its initial one", () => {
    expect(inputs(anOpenForm(), place)[1]?.element).toMatchObject({ initial_option: { value: "personal" } });
  });

  test("says so when a text does not fit and when a file is kept", () => {
    const values = { name: "x".repeat(81), file: { name: "notes.md", text: "…" } };

    const fields = inputs(anOpenForm({ values }), place);

    expect(fields[0]?.element).not.toHaveProperty("initial_value");
    expect(fields[0]?.hint?.text).toContain("81 characters");
    expect(fields[6]?.hint?.text).toContain("notes.md");
  });

  test("shows its notice and its errors above the fields", () => {
    const view = renderForm(anOpenForm({ notice: "Open again.", errors: { name: "Too long." } }), place);

    expect(view.blocks[0]).toMatchObject({
      text: { type: "plain_text", text: "Open again.\nName: Too long." },
    });
  });

  test("moves only the fields whose value changed to a new block when it is filled in", () => {
    const standing = {
      place: { ...place, round: 1, blockIds: { name: "name", prompt: "prompt~1" } },
      values: { name: "Ada", traits: [], prompt: "mine" },
    };

    const renewed = renewPlace(standing, { name: "Ada", prompt: "You are a coach." });

    expect(renewed.round).toBe(2);
    expect(renewed.blockIds).toEqual({ name: "name", prompt: "prompt~2" });
  });
});

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
