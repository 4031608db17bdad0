import type { IncomingMessage, ServerResponse } from "node:http";
import { holdsHalfPair } from "../../half-pairs.ts";
import { type Answer, dropped, underFaults } from "../faults.ts";
import { recordProblem, type World } from "../world.ts";
import { DiscordRefusal } from "./refusal.ts";
import { type RequestBody, readRequestBody } from "./request-body.ts";
import { callbackRoutes } from "./rest-callbacks.ts";
import { commandRoutes } from "./rest-commands.ts";
import { guildRoutes } from "./rest-guilds.ts";
import { messageRoutes } from "./rest-messages.ts";
import { threadRoutes } from "./rest-threads.ts";
import { userRoutes } from "./rest-users.ts";
import { webhookRoutes } from "./rest-webhooks.ts";
import { findRoute, type Match, type Route } from "./route.ts";

const routes: Route[] = [
  ...userRoutes,
  ...commandRoutes,
  ...guildRoutes,
  ...messageRoutes,
  ...threadRoutes,
  ...callbackRoutes,
  ...webhookRoutes,
];
const apiPrefix = "/api/v10";
const attachmentPattern = /^\/attachments\/(\d+)\//;

/** Answers one request: Discord's REST API under /api/v10, stored files under /attachments. */
export async function serveRequest(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", world.origin);
  const attachmentId = attachmentPattern.exec(url.pathname)?.[1];
  if (attachmentId !== undefined) return serveFile(world, attachmentId, response);
  const fullPath = decodeURIComponent(url.pathname);
  const path = fullPath.startsWith(apiPrefix) ? fullPath.slice(apiPrefix.length) : fullPath;
  const line = `${request.method ?? "GET"} ${path}`;
  const answer = await underFaults(world, line, () => answerCall(world, request, { url, path, line }));
  if (answer === dropped) return void request.socket.destroy();
  world.events.emit({ kind: "rest", route: withoutToken(line), status: answer.status });
  sendAnswer(response, answer);
}

interface Target {
  url: URL;
  path: string;
  line: string;
}

async function answerCall(world: World, request: IncomingMessage, target: Target): Promise<Answer> {
  let body: RequestBody = { json: undefined, files: [] };
  try {
    body = await readRequestBody(request);
    if (holdsHalfPair(body.json)) throw new DiscordRefusal("halfPair");
    const match = findRoute(routes, request.method ?? "GET", target.path);
    if (match === undefined || !target.url.pathname.startsWith(apiPrefix))
      throw new DiscordRefusal("unknownRoute");
    checkToken(world, request, match);
    return match.route.handle({ world, param: match.param, query: target.url.searchParams, ...body });
  } catch (error) {
    if (error instanceof DiscordRefusal) return refuse(world, target.line, body.json, error);
    throw error;
  }
}

function checkToken(world: World, request: IncomingMessage, { route }: Match): void {
  if (route.isOpen) return;
  if (request.headers.authorization !== `Bot ${world.token}`) throw new DiscordRefusal("unauthorized");
}

function refuse(world: World, line: string, body: unknown, refusal: DiscordRefusal): Answer {
  const { status, code, isBotsFault, summary } = refusal;
  if (isBotsFault) recordProblem(world, { where: withoutToken(line), message: summary, body, code });
  return { status, body: refusal.body };
}

/** An empty body must not call itself JSON: clients would try to parse it. */
function sendAnswer(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  if (body === undefined) return void response.writeHead(status, headers).end();
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

function serveFile(world: World, id: string, response: ServerResponse): void {
  const file = world.attachments.get(id);
  if (file === undefined) return void response.writeHead(404).end();
  response.writeHead(200, { "content-type": file.contentType, "content-length": file.bytes.byteLength });
  response.end(file.bytes);
}

/** Interaction tokens stand in the path and are secrets. */
function withoutToken(line: string): string {
  return line.replace(/\/(interactions|webhooks)\/(\d+)\/[^/]+/, "/$1/$2/{token}");
}
