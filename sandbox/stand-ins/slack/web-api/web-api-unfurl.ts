import { z } from "zod";
import type { Attachment } from "../block-kit/block-kit-messages.ts";
import { type JsonObject, jsonObject } from "../json.ts";
import { readUnfurl } from "../message/message-content.ts";
import { Refusal, refuseByState } from "../refusal.ts";
import { urlsIn } from "../unfurl/links.ts";
import { hangPreview, type Unfurled } from "../unfurl/previews.ts";
import { COMPOSER, type SharedLinks, unfurlSources } from "../unfurl/shared-links.ts";
import type { World } from "../world.ts";
import { type Call, type MethodTable, readArgs } from "./web-api-method.ts";

const text = z.string().optional();
const unsupported = z.undefined("not supported here").optional();
const unfurlArgs = z.object({
  channel: text,
  ts: text,
  unfurl_id: text,
  source: text,
  unfurls: z.unknown().optional(),
  user_auth_required: unsupported,
  user_auth_message: unsupported,
  user_auth_blocks: unsupported,
  user_auth_url: unsupported,
  metadata: unsupported,
});
type UnfurlArgs = z.infer<typeof unfurlArgs>;

/** What is to be unfurled: the links in it, and those of them that the app was told of. */
type Target = {
  readonly unfurled: Unfurled;
  readonly urls: readonly string[];
  readonly told: readonly string[];
};

function targetOf(shared: SharedLinks): Target {
  const told = shared.links.map(({ url }) => url);
  return { unfurled: shared.unfurled, urls: told, told };
}

function findById({ sharedLinks }: World, { unfurl_id: id, source }: UnfurlArgs): Target {
  if (id === undefined) throw new Refusal("missing_unfurl_id");
  if (source === undefined) throw new Refusal("missing_source");
  if (!unfurlSources.some((each) => each === source)) throw new Refusal("invalid_source");
  const shared = sharedLinks.findById(id);
  if (shared?.source !== source) throw new Refusal("invalid_unfurl_id");
  return targetOf(shared);
}

function findByPlace({ workspace, messages, sharedLinks }: World, { channel, ts }: UnfurlArgs): Target {
  if (channel === undefined) throw new Refusal("missing_channel");
  if (ts === undefined) throw new Refusal("missing_ts");
  const shared = sharedLinks.find(channel, ts);
  if (channel === COMPOSER && shared !== undefined) return targetOf(shared);
  if (channel !== COMPOSER && !workspace.channels.has(channel)) throw refuseByState("cannot_find_channel");
  const message = messages.find(channel, ts);
  if (message === undefined || message.ephemeralTo !== undefined) throw refuseByState("cannot_find_message");
  const told = shared?.links.map(({ url }) => url) ?? [];
  return { unfurled: message, urls: urlsIn(message.text), told };
}

/** The attachment of each address. All are checked before the first is hung. */
function readUnfurls(world: World, given: unknown, { urls, told }: Target): Map<string, Attachment> {
  const map = z.record(z.string(), jsonObject).safeParse(given);
  if (!map.success) throw new Refusal("invalid_unfurls_format");
  const entries = Object.entries(map.data);
  if (entries.length === 0) throw new Refusal("missing_unfurls");
  for (const [url] of entries) {
    if (!urls.includes(url)) throw new Refusal("cannot_unfurl_message", { messages: [url] });
    if (!told.includes(url)) throw new Refusal("cannot_unfurl_url", { messages: [url] });
  }
  return new Map(entries.map(([url, attachment]) => [url, readUnfurl(world, attachment)]));
}

/** https://docs.slack.dev/reference/methods/chat.unfurl */
function unfurl({ world, args }: Call): JsonObject {
  const given = readArgs(unfurlArgs, args);
  if (given.unfurls === undefined || given.unfurls === null) throw new Refusal("missing_unfurls");
  const isById = given.unfurl_id !== undefined || given.source !== undefined;
  const target = isById ? findById(world, given) : findByPlace(world, given);
  for (const [url, attachment] of readUnfurls(world, given.unfurls, target)) {
    hangPreview(world.workspace, target.unfurled, { url, attachment });
  }
  return {};
}

export const unfurlMethods: MethodTable = { "chat.unfurl": { scope: "links:write", run: unfurl } };
