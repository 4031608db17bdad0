import { expect, test } from "vitest";
import type { Member } from "../../../src/chat/member.ts";
import { fieldOfBlock } from "../../../src/slack/read/form-ids.ts";
import {
  actionPayload,
  commandPayload,
  submissionPayload,
  suggestionPayload,
} from "../../../src/slack/read/payload.ts";
import { readInteraction } from "../../../src/slack/read/read.ts";
import * as recorded from "../payloads.ts";

const member: Member = {
  tenantId: "slack:T1",
  platform: "slack",
  userId: "U1",
  locale: "en-US",
  role: async () => "member",
  grants: ["U1"],
  isGuest: async () => false,
  isStranger: async () => false,
  anew: () => member,
};

const readCommand = (body: unknown) =>
  readInteraction({ kind: "command", body: commandPayload.parse(body) }, member);
const readSubmission = (body: unknown) =>
  readInteraction({ kind: "submission", body: submissionPayload.parse(body) }, member);
const readAction = (body: unknown) =>
  readInteraction({ kind: "action", body: actionPayload.parse(body) }, member);

test("a command is read without its slash, its text decoded once", () => {
  expect(readCommand(recorded.command)).toEqual({
    kind: "command",
    id: "13345224609.738474920.8088930838d88f008e0",
    member,
    channelId: "C1",
    command: "persona-show",
    values: {},
    text: "Ada & <Co> &lt;",
  });
});

test("emoji are read as they were typed: in a command and in a form", () => {
  const text = ":rocket: Coach";
  const { view } = recorded.submission;
  const [blockId = ""] = Object.keys(view.state.values);
  const values = { [blockId]: { any: { type: "plain_text_input", value: text } } };
  const submission = { ...recorded.submission, view: { ...view, state: { values } } };

  expect(readCommand({ ...recorded.command, text })).toMatchObject({ text: "🚀 Coach" });
  expect(readSubmission(submission)).toMatchObject({ values: { [fieldOfBlock(blockId)]: "🚀 Coach" } });
});

test("a choice in a message's menu is read as the button with that state", () => {
  const [action] = recorded.press.actions;
  const chosen = { text: { type: "plain_text", text: "Ada", emoji: false }, value: "per_1" };
  const menu = { ...action, type: "static_select", action_id: "pf1:show:", selected_option: chosen };

  expect(readAction({ ...recorded.press, actions: [menu] })).toMatchObject({
    kind: "button",
    code: "pf1:show:per_1",
  });
  expect(readAction({ ...recorded.press, actions: [{ ...menu, selected_option: null }] })).toBeUndefined();
});

test("a submission is read with every kind of field, by key, whatever round its block is of", () => {
  expect(readSubmission(recorded.submission)).toEqual({
    kind: "form",
    id: "12321423423.333649436676.d8c1bb837935619ccad0f624c448ffb3",
    member,
    command: "persona-create",
    formId: "f0rm",
    channelId: "C1",
    values: {
      name: "Ada & <Co>",
      prompt: "",
      kind: "creator",
      replica: "",
      traits: ["calm", "playful"],
      file: {
        name: "prompt.md",
        sizeBytes: 42,
        url: "https://files.slack.com/files-pri/T1-F1/download/prompt.md",
      },
    },
  });
});

test.each([
  ["first", ["name", "name~1"]],
  ["last", ["name~1", "name"]],
])("what stood in a block that has given way to another is not read, be it named %s", (_where, ids) => {
  const typed = { name: "Before", "name~1": "Now" } as { [id: string]: string };
  const values = Object.fromEntries(
    ids.map((id) => [id, { name: { type: "plain_text_input", value: typed[id] } }]),
  );
  const view = {
    ...recorded.view,
    blocks: [{ type: "input", block_id: "name~1" }],
    state: { values: { ...values, kept: { kept: { type: "plain_text_input", value: "Kept" } } } },
  };

  expect(readSubmission({ ...recorded.submission, view })).toMatchObject({
    values: { name: "Now", kept: "Kept" },
  });
  expect(readAction({ ...recorded.change, view })).toMatchObject({ values: { name: "Now" } });
});

test("a form corrected and sent again is another delivery than the one that was refused", () => {
  const again = { ...recorded.submission, trigger_id: "1.2.3" };

  expect(readSubmission(again)?.id).not.toBe(readSubmission(recorded.submission)?.id);
});

test("no file chosen leaves no key, no box ticked an empty list", () => {
  const values = {
    file: { file: { type: "file_input", files: [] } },
    traits: { traits: { type: "checkboxes", selected_options: [] } },
  };

  const read = readSubmission({ ...recorded.submission, view: { ...recorded.view, state: { values } } });

  expect(read).toMatchObject({ values: { traits: [] } });
  expect(read).not.toHaveProperty("values.file");
});

test("a pressed button is read with its code", () => {
  expect(readAction(recorded.press)).toEqual({
    kind: "button",
    id: "12321423423.333649436676.d8c1bb837935619ccad0f624c448ffb4",
    member,
    channelId: "C1",
    code: "pf1:retry:per_A1",
  });
});

test("a press says which message it was on, where everybody sees that", () => {
  const container = { type: "message", message_ts: "17.5", channel_id: "C1", is_ephemeral: false };
  const pressed = (message: object) =>
    readAction({ ...recorded.press, channel: { id: "C1" }, container: { ...container, ...message } });

  expect(pressed({})).toMatchObject({ message: { channelId: "C1", messageId: "17.5" } });
  expect(pressed({ is_ephemeral: true })).not.toHaveProperty("message");
});

test("a link button means nothing to dispatch", () => {
  const [action] = recorded.press.actions;

  expect(
    readAction({ ...recorded.press, actions: [{ ...action, url: "https://tavus.io" }] }),
  ).toBeUndefined();
});

test("a change inside a form is read with all that stands in the form", () => {
  expect(readAction(recorded.change)).toMatchObject({
    kind: "fill",
    command: "persona-create",
    formId: "f0rm",
    channelId: "C1",
    values: { name: "Ada & <Co>", kind: "creator" },
  });
});

test("typing into a search field is read with its field and text", () => {
  const body = suggestionPayload.parse(recorded.suggestion);

  expect(readInteraction({ kind: "suggestion", body }, member)).toMatchObject({
    kind: "suggest",
    command: "persona-create",
    field: "replica",
    typed: "ann",
    channelId: "C1",
  });
});

test.each([
  ["callback", { callback_id: "pf0:old" }],
  ["metadata that is not JSON", { private_metadata: "{" }],
  ["metadata of another shape", { private_metadata: '{"v":2}' }],
])("a form with another %s is not ours", (_what, change) => {
  expect(readSubmission({ ...recorded.submission, view: { ...recorded.view, ...change } })).toBeUndefined();
});

test("a payload without what we need is refused at the door", () => {
  const { trigger_id: _missing, ...rest } = recorded.command;

  expect(() => commandPayload.parse(rest)).toThrow();
});

test.each([
  ["a list", { values: [] }],
  ["nothing", null],
  ["no state", undefined],
])("a button of the Home tab is read where Slack sends %s for the fields that are not there", (_what, state) => {
  const home = {
    id: "V2",
    type: "home",
    private_metadata: "",
    callback_id: "",
    hash: "1",
    blocks: [],
    state,
  };
  const { channel: _channel, ...press } = recorded.press;

  expect(readAction({ ...press, view: home })).toMatchObject({ kind: "button", code: "pf1:retry:per_A1" });
});
