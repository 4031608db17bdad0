import { z } from "zod";
import { renderUser } from "../guild/message.ts";
import { renderChannel } from "../guild/render-guild.ts";
import { openDirectMessage } from "../person/direct-message.ts";
import { problem } from "../rules/component-walk.ts";
import { identifiesPerDay, type World } from "../world.ts";
import { DiscordRefusal } from "./refusal.ts";
import type { Call, Route } from "./route.ts";

const mostGuilds = 200;
const recipientSchema = z.looseObject({ recipient_id: z.string() });

/** Who the bot is, where its gateway is, and direct messages. */
export const userRoutes: Route[] = [
  {
    method: "GET",
    pattern: "/gateway/bot",
    handle: ({ world }) => ({ status: 200, body: renderGateway(world) }),
  },
  {
    method: "GET",
    pattern: "/users/@me",
    handle: ({ world }) => ({ status: 200, body: renderUser(world.bot) }),
  },
  {
    method: "GET",
    pattern: "/users/@me/guilds",
    handle: listGuilds,
  },
  {
    method: "GET",
    pattern: "/users/:user",
    handle: ({ world, param }) => {
      const user = world.users.get(param("user"));
      if (user === undefined) throw new DiscordRefusal("unknownUser");
      return { status: 200, body: renderUser(user) };
    },
  },
  { method: "GET", pattern: "/applications/@me", handle: renderOwnApplication },
  { method: "GET", pattern: "/oauth2/applications/@me", handle: renderOwnApplication },
  { method: "POST", pattern: "/users/@me/channels", handle: openChannel },
];

/** https://discord.com/developers/docs/resources/user#get-current-user-guilds */
function listGuilds({ world, query }: Call) {
  const limit = Math.min(Number(query.get("limit") ?? mostGuilds), mostGuilds);
  const after = BigInt(query.get("after") ?? 0);
  const guilds = [...world.guilds.values()].filter(({ id }) => BigInt(id) > after);
  const inOrder = guilds.toSorted((one, other) => (BigInt(one.id) < BigInt(other.id) ? -1 : 1));
  return { status: 200, body: inOrder.slice(0, limit).map(({ id, name }) => ({ id, name })) };
}

function renderGateway({ origin, gatewayRules }: World): Record<string, unknown> {
  const { shards, maxConcurrency, remaining } = gatewayRules;
  const limit = { total: identifiesPerDay, remaining, reset_after: 0, max_concurrency: maxConcurrency };
  return { url: origin.replace(/^http/, "ws"), shards, session_start_limit: limit };
}

function renderOwnApplication({ world }: Call) {
  const body = {
    id: world.applicationId,
    name: world.bot.name,
    icon: null,
    description: "",
    bot_public: true,
    bot_require_code_grant: false,
    bot: renderUser(world.bot),
    flags: 0,
    verify_key: world.signer.publicKey,
    interactions_endpoint_url: world.addresses.interactions ?? null,
    event_webhooks_url: world.addresses.events ?? null,
    approximate_guild_count: world.guilds.size,
  };
  return { status: 200, body };
}

const missingRecipient = problem(["recipient_id"], "BASE_TYPE_REQUIRED", "This field is required");

function openChannel({ world, json }: Call) {
  const parsed = recipientSchema.safeParse(json);
  if (!parsed.success) throw new DiscordRefusal("invalidFormBody", [missingRecipient]);
  const { recipient_id: userId } = parsed.data;
  if (!world.users.has(userId) || userId === world.applicationId) throw new DiscordRefusal("unknownUser");
  return { status: 200, body: renderChannel(world, openDirectMessage(world, userId)) };
}
