import { expect, test } from "vitest";
import { check } from "../../../../sandbox/stand-ins/slack/block-kit/block-kit-check.ts";
import { messageBlocks } from "../../../../sandbox/stand-ins/slack/block-kit/block-kit-messages.ts";
import { modalView } from "../../../../sandbox/stand-ins/slack/block-kit/block-kit-views.ts";

const plain = (text: string) => ({ type: "plain_text", text });
const option = (value: string, text = value) => ({ text: plain(text), value });
const input = (element: unknown, rest = {}) => ({ type: "input", label: plain("Label"), element, ...rest });
const textInput = (rest = {}) => input({ type: "plain_text_input", ...rest });
const select = (rest: object) =>
  input({ type: "static_select", options: [option("a"), option("b")], ...rest });
const many = (count: number, make: (index: number) => unknown) =>
  Array.from({ length: count }, (_, i) => make(i));

function complaints(view: object): readonly string[] {
  const base = { type: "modal", title: plain("Title"), submit: plain("Send"), blocks: [] };
  const checked = check(modalView, { ...base, ...view }, "view");
  return checked.ok ? [] : checked.messages;
}

const one = (block: unknown) => ({ blocks: [block] });
const at = (place: string) => `[json-pointer:/view${place}]`;
const inBlock = (place: string) => at(`/blocks/0${place}`);

test.each<[string, object]>([
  ["a view at every limit", { title: plain("x".repeat(24)), private_metadata: "x".repeat(3000) }],
  ["100 blocks", { blocks: many(100, () => ({ type: "divider" })) }],
  ["an option of 75 characters", one(select({ options: [option("x".repeat(75))] }))],
  ["an initial value as long as the field", one(textInput({ max_length: 5, initial_value: "12345" }))],
  ["an initial option that is offered", one(select({ initial_option: option("a") }))],
  ["a section of 3000 characters", one({ type: "section", text: plain("x".repeat(3000)) })],
])("%s is accepted", (_, view) => {
  expect(complaints(view)).toEqual([]);
});

test.each<[string, object, string]>([
  ["a title of 25", { title: plain("x".repeat(25)) }, `must be less than 25 characters ${at("/title/text")}`],
  ["a submit of 25", { submit: plain("x".repeat(25)) }, at("/submit/text")],
  ["no title", { title: undefined }, `missing required field: title ${at("")}`],
  ["a key Slack does not know", { submit_disabled: true }, "invalid additional property: submit_disabled"],
  ["101 blocks", { blocks: many(101, () => ({ type: "divider" })) }, "no more than 100 items allowed"],
  ["metadata of 3001", { private_metadata: "x".repeat(3001) }, at("/private_metadata")],
  ["a callback_id of 256", { callback_id: "x".repeat(256) }, at("/callback_id")],
  ["inputs without submit", { ...one(textInput()), submit: undefined }, "missing required field: submit"],
  ["a block_id twice", { blocks: many(2, () => ({ type: "divider", block_id: "same" })) }, "not unique"],
  ["a block_id of 256", one({ type: "divider", block_id: "x".repeat(256) }), inBlock("/block_id")],
  ["an unknown block", one({ type: "banner" }), `unsupported type: banner ${inBlock("/type")}`],
  ["a message's block", one({ type: "markdown", text: "x" }), "unsupported type: markdown"],
  [
    "an unknown element",
    one(input({ type: "slider" })),
    `unsupported type: slider ${inBlock("/element/type")}`,
  ],
  ["a button as input", one(input({ type: "button", text: plain("x") })), "unsupported type: button"],
  ["an unknown key", one(textInput({ rows: 3 })), `invalid additional property: rows ${inBlock("/element")}`],
  ["a section of 3001", one({ type: "section", text: plain("x".repeat(3001)) }), inBlock("/text/text")],
  ["a section of nothing", one({ type: "section" }), "missing required field: text"],
  ["an empty text", one({ type: "section", text: plain("") }), "must be more than 0 characters"],
  ["a header of 151", one({ type: "header", text: plain("x".repeat(151)) }), inBlock("/text/text")],
  [
    "an option text of 76",
    one(select({ options: [option("a", "x".repeat(76))] })),
    "less than 76 characters",
  ],
  [
    "an option value of 76",
    one(select({ options: [option("x".repeat(76), "a")] })),
    "less than 76 characters",
  ],
  ["a value twice", one(select({ options: [option("a"), option("a")] })), "option value is not unique: a"],
  ["no options", one(select({ options: [] })), "no less than 1 items allowed"],
  ["101 options", one(select({ options: many(101, (i) => option(`${i}`)) })), "no more than 100 items"],
  ["options and groups", one(select({ option_groups: [] })), "no less than 1 items allowed"],
  ["an initial option not offered", one(select({ initial_option: option("c") })), "/element/initial_option]"],
  ["a placeholder of 151", one(textInput({ placeholder: plain("x".repeat(151)) })), "less than 151"],
  ["a max_length of 3001", one(textInput({ max_length: 3001 })), "must be less than or equal to 3000"],
  ["an initial value of 3001", one(textInput({ initial_value: "x".repeat(3001) })), "/initial_value]"],
  [
    "an initial value over max_length",
    one(textInput({ max_length: 2, initial_value: "abc" })),
    "exceeds max_length",
  ],
  [
    "11 checkboxes",
    one(input({ type: "checkboxes", options: many(11, (i) => option(`${i}`)) })),
    "more than 10",
  ],
  ["11 files", one(input({ type: "file_input", max_files: 11 })), "/element/max_files]"],
])("a view with %s is refused", (_, view, message) => {
  expect(complaints(view).join("\n")).toContain(message);
});

function blockComplaints(blocks: unknown): readonly string[] {
  const checked = check(messageBlocks, blocks, "blocks");
  return checked.ok ? [] : checked.messages;
}

const button = (rest: object) => ({
  type: "actions",
  elements: [{ type: "button", text: plain("Go"), ...rest }],
});

test.each<[string, unknown, string]>([
  ["51 blocks", many(51, () => ({ type: "divider" })), "no more than 50 items allowed"],
  ["a button text of 76", [button({ text: plain("x".repeat(76)) })], "less than 76 characters"],
  ["a button value of 2001", [button({ value: "x".repeat(2001) })], "less than 2001 characters"],
  ["26 buttons", [{ type: "actions", elements: many(26, () => button({}).elements[0]) }], "no more than 25"],
  [
    "an action_id twice",
    [{ type: "actions", elements: many(2, () => ({ ...button({ action_id: "x" }).elements[0] })) }],
    "action_id is not unique",
  ],
  ["a file input", [input({ type: "file_input" })], "file_input is for modals only"],
])("a message with %s is refused", (_, blocks, message) => {
  expect(blockComplaints(blocks).join("\n")).toContain(message);
});

test("a message with every common block is accepted", () => {
  const blocks = [
    { type: "header", text: plain("Saved") },
    { type: "section", text: { type: "mrkdwn", text: "*Ada*" }, fields: [plain("a"), plain("b")] },
    { type: "context", elements: [{ type: "mrkdwn", text: "`per_1`" }] },
    button({ action_id: "retry", value: "per_1", style: "primary" }),
    { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "x" }] }] },
  ];

  expect(blockComplaints(blocks)).toEqual([]);
});
