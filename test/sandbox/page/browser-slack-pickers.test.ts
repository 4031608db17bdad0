import type { types } from "@slack/bolt";
import { expect, onTestFinished, test } from "vitest";
import { column } from "../../../sandbox/page/play-page.ts";
import { seriousViolations } from "../../../sandbox/page/serious-violations.ts";
import type { SlackStandIn } from "../../../sandbox/stand-ins/slack/stand-in.ts";
import { connectClient } from "../stand-ins/slack/slack-web-client.ts";
import { shareBrowser } from "./browser-setup.ts";

const { open, page } = shareBrowser();

const plain = (text: string) => ({ type: "plain_text", text }) as const;

const blocks: types.InputBlock[] = [
  {
    type: "input",
    block_id: "channel",
    label: plain("Warnings channel"),
    element: {
      type: "conversations_select",
      action_id: "channel",
      filter: { include: ["public", "private"] },
      initial_conversation: "C0GENERAL",
    },
  },
  {
    type: "input",
    block_id: "managers",
    label: plain("Managers"),
    element: {
      type: "multi_users_select",
      action_id: "managers",
      max_selected_items: 2,
      initial_users: ["U0OWEN"],
    },
  },
];

/** Opens a form for Ada, who is at the page, by a command that the bot does not know. */
async function openForm(slack: SlackStandIn) {
  const { payload } = await slack.person("U0ADA").command("C0GENERAL", "/something-else");
  const view = {
    type: "modal",
    callback_id: "form",
    title: plain("Set up"),
    submit: plain("Save"),
    blocks,
  } as const;
  const opened = await connectClient(slack).views.open({ trigger_id: String(payload.trigger_id), view });
  const found = slack.openViews("U0ADA").find(({ id }) => id === opened.view?.id);
  if (found === undefined) throw new Error("the form did not open");
  onTestFinished(() => void slack.person("U0ADA").closeView(found));
  return found;
}

test("channels and people are chosen on Slack by keyboard alone", async () => {
  const { tab, problems } = await open();
  const view = await openForm(page().sandbox.world.slack);
  const form = tab.getByRole("dialog", { name: "Set up" });
  const channel = form.getByRole("combobox", { name: "Warnings channel" });
  const managers = form.getByRole("combobox", { name: "Managers" });
  expect(await channel.inputValue()).toBe("C0GENERAL");

  await channel.selectOption({ label: "#studio (private)" });
  await managers.focus();
  await tab.keyboard.type("mia");
  expect(await seriousViolations(tab)).toEqual([]);
  await tab.keyboard.press("Enter");
  await form.getByText("No more than 2 fit.").waitFor();
  await form.getByRole("button", { name: /Remove Owen/ }).focus();
  await tab.keyboard.press("Enter");
  await tab.keyboard.type("gus");
  await tab.keyboard.press("Enter");

  await expect
    .poll(() => view.state)
    .toMatchObject({
      channel: { channel: { selected_conversation: "C0PRIVATE" } },
      managers: { managers: { selected_users: ["U0MIA", "U0GUS"] } },
    });
  expect(await form.getByRole("listitem").allInnerTexts()).toEqual([
    expect.stringContaining("Mia"),
    expect.stringContaining("Gus"),
  ]);
  expect(problems).toEqual([]);
});

test("people and channels are shown by their names", async () => {
  const { tab } = await open();
  const { slack } = page().sandbox.world;
  const elements = [
    { type: "user", user_id: "U0MIA" },
    { type: "channel", channel_id: "C0PRIVATE" },
  ] as const;

  await connectClient(slack).chat.postMessage({
    channel: "C0GENERAL",
    text: "Managers",
    blocks: [
      { type: "rich_text", elements: [{ type: "rich_text_section", elements: [...elements] }] },
      { type: "section", text: { type: "mrkdwn", text: "Ask <@U0OWEN> in <#C0GENERAL>" } },
    ],
  });

  const message = column(tab, "slack").getByRole("article").last();
  await message.getByText("@mia").waitFor();
  await message.getByText("#studio").waitFor();
  await message.getByText("@owen").waitFor();
  await message.getByText("#general").waitFor();
});
