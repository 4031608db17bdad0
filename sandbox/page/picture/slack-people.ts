import type { Message } from "../../stand-ins/slack/message/messages.ts";
import type { SlackStandIn } from "../../stand-ins/slack/stand-in.ts";
import type { OpenView } from "../../stand-ins/slack/view/views.ts";
import type { SlackChannel, SlackUser } from "../../stand-ins/slack/workspace.ts";

/** The people whom the page can act as. */
export function slackPeople({ workspace }: SlackStandIn): SlackUser[] {
  return [...workspace.users.values()].filter(({ isBot, deleted }) => !isBot && !deleted);
}

/** Channels as the sidebar lists them: no direct messages, nothing archived. */
export function slackChannels({ workspace }: SlackStandIn): SlackChannel[] {
  return [...workspace.channels.values()].filter(({ kind, isArchived }) => kind !== "im" && !isArchived);
}

/** What stands in all channels, whoever sees it, oldest first. */
export function everySlackMessage(slack: SlackStandIn): Message[] {
  const people = slackPeople(slack);
  const messages = slackChannels(slack).flatMap(({ id }) => [
    ...slack.messages(id),
    ...people.flatMap((person) => slack.ephemerals(id, person.id)),
  ]);
  const direct = people.flatMap(({ id }) => [
    ...slack.directMessages(id),
    ...slack.ephemerals(`D${id.slice(1)}`, id),
  ]);
  return [...messages, ...direct].toSorted((one, other) => Number(one.ts) - Number(other.ts));
}

export function everySlackHome(slack: SlackStandIn): OpenView[] {
  return slackPeople(slack).flatMap(({ id }) => slack.homeView(id) ?? []);
}

export function everySlackView(slack: SlackStandIn): OpenView[] {
  return slackPeople(slack).flatMap(({ id }) => slack.openViews(id));
}
