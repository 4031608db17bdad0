import { z } from "zod";
import { visibleChannel } from "../channel-access.ts";
import type { JsonObject } from "../json.ts";
import { Refusal, refuseByState } from "../refusal.ts";
import { directChannel, type SlackChannel } from "../workspace.ts";
import type { World } from "../world.ts";
import { type Call, count, flag, type MethodTable, page, readArgs, requireScope } from "./web-api-method.ts";

const DEFAULT_PAGE = 100;
const MAX_PAGE = 1000;

const openArgs = z.object({ users: z.string().optional(), channel: z.string().optional() });
const infoArgs = z.object({ channel: z.string() });
const paging = { cursor: z.string().optional(), limit: count };
const listArgs = z.object({ types: z.string().optional(), exclude_archived: flag, ...paging });
const memberArgs = z.object({ channel: z.string(), ...paging });

const scopeOfKind = {
  public: "channels:read",
  private: "groups:read",
  im: "im:read",
  mpim: "mpim:read",
} as const;
const typeOfKind = { public: "public_channel", private: "private_channel", im: "im", mpim: "mpim" } as const;
const kinds = ["public", "private", "im", "mpim"] as const;

/** The conversation object of https://docs.slack.dev/reference/objects/conversation-object */
function renderChannel({ workspace: { teamId } }: World, channel: SlackChannel): JsonObject {
  const isDirect = channel.kind === "im";
  return {
    id: channel.id,
    name: channel.name,
    is_channel: channel.kind === "public",
    is_group: false,
    is_im: isDirect,
    is_mpim: channel.kind === "mpim",
    is_private: channel.kind !== "public",
    is_archived: channel.isArchived,
    is_shared: channel.isExtShared || channel.isOrgShared,
    is_ext_shared: channel.isExtShared,
    is_org_shared: channel.isOrgShared,
    is_pending_ext_shared: channel.isPendingExtShared,
    is_member: channel.hasBot,
    context_team_id: teamId,
    shared_team_ids: [teamId],
    num_members: channel.members.size,
    ...(isDirect ? { user: [...channel.members][0] } : {}),
  };
}

function open(call: Call): JsonObject {
  const { world } = call;
  const { users, channel } = readArgs(openArgs, call.args);
  if (channel !== undefined) return { channel: { id: visibleChannel(world, channel).id } };
  if (users === undefined) throw new Refusal("users_list_not_supplied");
  if (users.includes(",")) throw new Refusal("not_supported_here", { messages: ["one person at a time"] });
  if (!world.workspace.users.has(users)) throw refuseByState("user_not_found");
  return { channel: { id: directChannel(world.workspace, users).id } };
}

/** Of direct messages the scope is asked for first, whoever they are between. */
function seenChannel(call: Call, id: string): SlackChannel {
  const kind = call.world.workspace.channels.get(id)?.kind;
  if (kind === "im" || kind === "mpim") requireScope(call.world, scopeOfKind[kind]);
  const channel = visibleChannel(call.world, id);
  requireScope(call.world, scopeOfKind[channel.kind]);
  return channel;
}

function list(call: Call): JsonObject {
  const { world } = call;
  const args = readArgs(listArgs, call.args);
  const types = (args.types ?? "public_channel").split(",").map((type) => type.trim());
  const wanted = kinds.filter((kind) => types.includes(typeOfKind[kind]));
  for (const kind of wanted) requireScope(world, scopeOfKind[kind]);
  const channels = [...world.workspace.channels.values()].filter(
    (channel) =>
      wanted.includes(channel.kind) &&
      (channel.kind === "public" || channel.hasBot) &&
      !(args.exclude_archived === true && channel.isArchived),
  );
  const { items, response_metadata } = page(channels, args.cursor, pageSize(args.limit));
  return { channels: items.map((channel) => renderChannel(world, channel)), response_metadata };
}

function members(call: Call): JsonObject {
  const args = readArgs(memberArgs, call.args);
  const channel = seenChannel(call, args.channel);
  const bot = channel.hasBot ? [call.world.workspace.botUserId] : [];
  const everyone = [...new Set([...channel.members, ...bot])];
  const { items, response_metadata } = page(everyone, args.cursor, pageSize(args.limit));
  return { members: items, response_metadata };
}

function pageSize(limit: number | undefined): number {
  if (limit === undefined || limit === 0) return DEFAULT_PAGE;
  if (limit > MAX_PAGE) throw new Refusal("invalid_limit");
  return limit;
}

export const conversationMethods: MethodTable = {
  "conversations.open": { scope: "im:write", run: open },
  "conversations.info": {
    run: (call) => ({
      channel: renderChannel(call.world, seenChannel(call, readArgs(infoArgs, call.args).channel)),
    }),
  },
  "conversations.list": { run: list },
  "conversations.members": { run: members },
};
