import { randomBytes } from "node:crypto";
import type { Delivery } from "../../../../sandbox/stand-ins/slack/delivery/delivery.ts";
import type { SlackStandIn } from "../../../../sandbox/stand-ins/slack/stand-in.ts";
import type { Entries } from "../../black-box/black-box-chat.ts";
import { enterAll, openedView, readForm } from "../../black-box/black-box-slack-form.ts";
import { see } from "../../black-box/black-box-slack-message.ts";
import { type Hands, menuWith, type Sent } from "./hands.ts";

/** The bot has ended the interaction by then, so that a view which is not there does not come any more. */
const viewMs = 60;

/** A new member of the workspace. */
export function slackHands(slack: SlackStandIn, isAdmin: boolean): Hands {
  const { workspace } = slack;
  const channelId = [...workspace.channels.values()].find(({ name }) => name === "general")?.id ?? "";
  const model = [...workspace.users.values()].find(({ name }) => name === "mia");
  if (!model) throw new Error("The workspace has no member to copy.");
  const userId = `U0${randomBytes(4).toString("hex").toUpperCase()}`;
  workspace.users.set(userId, { ...model, id: userId, name: userId.toLowerCase(), isAdmin });
  workspace.channels.get(channelId)?.members.add(userId);
  const place = { slack, person: slack.person(userId) };
  const { person } = place;
  const all = () => [
    ...slack.ephemerals(channelId, userId),
    ...slack.messages(channelId),
    ...slack.directMessages(userId),
  ];
  const messageOf = (messageId: string) => {
    const message = all().find(({ channel, ts }) => `${channel}/${ts}` === messageId);
    if (!message) throw new Error(`Message ${messageId} is not there any more.`);
    return message;
  };
  const sent = (delivery: Delivery | undefined, early: Entries = {}): Sent => ({
    async form() {
      const isOpen = await delivery?.view(viewMs).catch(() => undefined);
      if (!delivery || !isOpen) return undefined;
      const view = await openedView(delivery);
      await enterAll(place, view, early);
      return readForm(place, view);
    },
  });
  return {
    platform: "Slack",
    userId,
    run: async (command, { options, early }) =>
      sent(await person.command(channelId, `/${command}`, Object.values(options).join(" ")), early),
    press: async (messageId, label) => sent(await person.press(messageOf(messageId), label)),
    async choose(messageId, value) {
      const message = messageOf(messageId);
      const menu = menuWith(message.blocks, value, "action_id") ?? "";
      return sent(await person.choose(message, menu, value));
    },
    messages: () => all().map((message) => see(place, message)),
  };
}
