import { expect, test } from "vitest";
import { modalView } from "../../../sandbox/stand-ins/slack/block-kit/block-kit-views.ts";
import type { OpenForm } from "../../../src/chat/form/form.ts";
import { renderForm } from "../../../src/slack/render/render-form.ts";
import { anOpenSetup, replicas } from "../setup-form.ts";

const place = { channelId: "C1", round: 0, blockIds: {} };

/** The element of one field, in a view that Slack takes. */
function elementOf(key: string, change: Partial<OpenForm> = {}) {
  const { blocks } = modalView.parse(renderForm(anOpenSetup(change), place));
  const block = blocks.find(({ block_id }) => block_id === key);
  if (block?.type !== "input") throw new Error(`there is no field ${key}`);
  return block.element;
}

const optionsOf = (element: object) =>
  "options" in element && Array.isArray(element.options) ? element.options.map(({ value }) => value) : [];

test("a pick is a menu of what is offered, with the value chosen", () => {
  expect(elementOf("replica", { values: { replica: "r2" } })).toMatchObject({
    type: "static_select",
    placeholder: { text: "Whom to show" },
    options: [{ value: "r1" }, { value: "r2" }],
    initial_option: { value: "r2", text: { text: "Ben" } },
  });
  expect(elementOf("replica")).not.toHaveProperty("initial_option");
});

test("a pick's value that is not offered stands first", () => {
  const element = elementOf("replica", { values: { replica: "r9" } });

  expect(optionsOf(element)).toEqual(["r9", "r1", "r2"]);
  expect(element).toMatchObject({ initial_option: { value: "r9" } });
});

test("a pick offers 25 at most, the chosen one among them", () => {
  const many = Array.from({ length: 40 }, (_, index) => ({ value: `r${index}`, label: `Number ${index}` }));

  const element = elementOf("replica", { choices: { replica: many }, values: { replica: "r30" } });

  expect(optionsOf(element)).toHaveLength(25);
  expect(element).toMatchObject({ initial_option: { value: "r30", text: { text: "Number 30" } } });
});

test("a pick leaves out what would make Slack refuse the form", () => {
  const choices = { replica: [{ value: "x".repeat(76), label: "Long" }, ...replicas, ...replicas] };

  expect(optionsOf(elementOf("replica", { choices }))).toEqual(["r1", "r2"]);
});

test.each([
  ["nothing is offered", { choices: {} }],
  ["choices are not known", { choices: { replica: [] } }],
])("a pick is a line of text when %s", (_case, change) => {
  expect(elementOf("replica", { ...change, values: { replica: "r9" } })).toMatchObject({
    type: "plain_text_input",
    max_length: 100,
    initial_value: "r9",
  });
});

test("a channel is chosen among public and private ones, without direct messages", () => {
  const element = elementOf("channel", { values: { channel: "C0PRIVATE" } });

  expect(element).toMatchObject({
    type: "conversations_select",
    filter: { include: ["public", "private"], exclude_bot_users: true },
    initial_conversation: "C0PRIVATE",
  });
  expect(elementOf("channel")).not.toHaveProperty("initial_conversation");
});

test("people are chosen up to so many, and those chosen show", () => {
  expect(elementOf("managers", { values: { managers: ["U0ADA", "U0MIA", "U0OWEN"] } })).toMatchObject({
    type: "multi_users_select",
    max_selected_items: 2,
    initial_users: ["U0ADA", "U0MIA"],
  });
  expect(elementOf("managers")).not.toHaveProperty("initial_users");
});

test("a secret is never shown, nor how long it is", () => {
  const view = JSON.stringify(renderForm(anOpenSetup({ values: { key: "k".repeat(200) } }), place));

  expect(elementOf("key", { values: { key: "hush" } })).not.toHaveProperty("initial_value");
  expect(view).not.toContain("kkk");
  expect(view).not.toContain("200 characters");
});
