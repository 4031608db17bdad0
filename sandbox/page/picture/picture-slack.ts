import { renderFile } from "../../stand-ins/slack/files.ts";
import type { Message } from "../../stand-ins/slack/message/messages.ts";
import type { SlackStandIn } from "../../stand-ins/slack/stand-in.ts";
import type { OpenView } from "../../stand-ins/slack/view/views.ts";
import type { SlackUser } from "../../stand-ins/slack/workspace.ts";
import type { SlackMessagePicture, SlackPicture } from "../protocol/picture.ts";
import { slackFilePath } from "./chat-files.ts";
import type { SlackOffer } from "./slack-commands.ts";
import {
  everySlackHome,
  everySlackMessage,
  everySlackView,
  slackChannels,
  slackPeople,
} from "./slack-people.ts";

type User = SlackPicture["users"][number];

/** The workspace, what was said in it and the forms on people's screens. */
export function drawSlack(slack: SlackStandIn, offer: SlackOffer): SlackPicture {
  const { teamId, name } = slack.workspace;
  return {
    workspace: { id: teamId, name },
    channels: slackChannels(slack).map(({ id, name, kind, hasBot }) => {
      return { id, name, isPrivate: kind !== "public", hasBot };
    }),
    users: slackPeople(slack).map((user) => drawUser(user, teamId)),
    ...offer,
    homes: everySlackHome(slack).map(({ id, userId, definition, blocks }) => {
      return { id, userId, view: { ...definition, blocks } };
    }),
    messages: everySlackMessage(slack).map((message) => drawMessage(slack, message)),
    views: everySlackView(slack).map(drawView),
  };
}

function drawUser(user: SlackUser, teamId: string): User {
  const { id, name, realName } = user;
  return { id, name, realName, role: roleOf(user, teamId) };
}

function roleOf(user: SlackUser, teamId: string): User["role"] {
  if (user.teamId !== teamId) return "stranger";
  if (user.isAdmin || user.isOwner) return "admin";
  return user.isRestricted ? "guest" : "member";
}

function drawMessage({ workspace }: SlackStandIn, message: Message): SlackMessagePicture {
  const { ts, channel, ephemeralTo, edited, user, threadTs } = message;
  return {
    ts,
    channelId: workspace.channels.get(channel)?.kind === "im" ? `dm:U${channel.slice(1)}` : channel,
    ...(ephemeralTo !== undefined && { visibleTo: ephemeralTo }),
    ...(user !== undefined && { author: user }),
    ...(threadTs !== undefined && { threadTs }),
    // Slack marks no edits of messages that only one person sees.
    isEdited: edited && ephemeralTo === undefined,
    message: renderContents(message, workspace.teamId),
  };
}

function renderContents({ text, blocks, attachments, files }: Message, teamId: string) {
  const rendered = files.map((file) => ({
    ...renderFile(file, "", teamId),
    url_private: slackFilePath(file),
    url_private_download: slackFilePath(file),
    permalink: slackFilePath(file),
  }));
  return { text, blocks, attachments, files: rendered };
}

function drawView({ id, userId, definition, blocks, hash, state, errors }: OpenView) {
  return { id, userId, view: { ...definition, blocks, id, hash }, state, errors };
}
