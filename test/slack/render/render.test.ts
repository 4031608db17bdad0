import { describe, expect, test } from "vitest";
import { modalView } from "../../../sandbox/stand-ins/slack/block-kit/block-kit-views.ts";
import { renderForm, renewPlace } from "../../../src/slack/render/render-form.ts";
import { anOpenForm } from "../sample-form.ts";

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
