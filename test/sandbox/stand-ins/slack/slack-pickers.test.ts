import type { types } from "@slack/bolt";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ClientRefusal } from "../../../../sandbox/stand-ins/slack/person/client-checks.ts";
import { createSlackStandIn, type SlackStandIn } from "../../../../sandbox/stand-ins/slack/stand-in.ts";
import { connectClient } from "./slack-web-client.ts";

let slack: SlackStandIn;

beforeEach(async () => {
  slack = await createSlackStandIn({
    workspace: { channels: [{ id: "C0ADAS", name: "adas", kind: "private", members: ["U0ADA"] }] },
  });
});

afterEach(() => slack.close());

const plain = (text: string) => ({ type: "plain_text", text }) as const;

/** Opens a form of one field for a person whose command nobody answers. */
async function open(userId: string, element: types.InputBlock["element"]) {
  const command = await slack.person(userId).command("C0GENERAL", "/anything");
  await connectClient(slack).views.open({
    trigger_id: String(command.payload.trigger_id),
    view: {
      type: "modal",
      callback_id: "form",
      title: plain("Form"),
      submit: plain("Send"),
      blocks: [{ type: "input", block_id: "field", label: plain("Field"), element }],
    },
  });
  return command.view();
}

const channels: types.ConversationsSelect = {
  type: "conversations_select",
  action_id: "field",
  filter: { include: ["public", "private"], exclude_bot_users: true },
};
const people: types.MultiUsersSelect = {
  type: "multi_users_select",
  action_id: "field",
  max_selected_items: 2,
};

test.each([
  ["C0GENERAL", "C0GENERAL"],
  ["secret", "C0SECRET"],
  ["C0ADAS", "C0ADAS"],
])("a person chooses a channel they see: %s", async (entry, id) => {
  const view = await slack.person("U0ADA").fill(await open("U0ADA", channels), { Field: entry });

  expect(view.state.field?.field).toEqual({ type: "conversations_select", selected_conversation: id });
});

test.each([
  ["an archived channel", "C0ARCHIVE"],
  ["a private channel of others", "C0ADAS"],
  ["a direct message that the filter leaves out", "D0MIA"],
  ["nothing there is", "C0NOWHERE"],
])("nobody is offered %s", async (_case, entry) => {
  const view = await open("U0MIA", channels);

  await expect(slack.person("U0MIA").fill(view, { field: entry })).rejects.toThrow("not offered");
});

test("people are chosen by name or id, bots are not offered, and only so many are sent", async () => {
  const mia = slack.person("U0MIA");
  const view = await open("U0MIA", people);

  await expect(mia.fill(view, { field: "U0BOT" })).rejects.toThrow("not offered");
  await mia.fill(view, { field: ["ada", "U0OWEN"] });
  expect(view.state.field?.field).toEqual({
    type: "multi_users_select",
    selected_users: ["U0ADA", "U0OWEN"],
  });
  await mia.fill(view, { field: ["ada", "owen", "gus"] });
  await expect(mia.submit(view)).rejects.toThrow(ClientRefusal);
});

test.each<[string, types.InputBlock["element"]]>([
  ["more people than may be chosen", { ...people, initial_users: ["U0ADA", "U0MIA", "U0OWEN"] }],
  ["a person without an id", { ...people, initial_users: ["ada"] }],
  ["a channel without an id", { ...channels, initial_conversation: "#general" }],
  ["an empty filter", { ...channels, filter: {} }],
])("a form with %s is refused", async (_case, element) => {
  await expect(open("U0ADA", element)).rejects.toThrow("invalid_arguments");
});
