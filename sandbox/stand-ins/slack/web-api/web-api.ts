import { type JsonObject, readObject } from "../json.ts";
import { Refusal, refuseByState, refuseHalfPairs } from "../refusal.ts";
import type { World } from "../world.ts";
import { authMethods } from "./web-api-auth.ts";
import { chatMethods } from "./web-api-chat.ts";
import { conversationMethods } from "./web-api-conversations.ts";
import { fileMethods } from "./web-api-files.ts";
import { decodeArgument, type MethodTable, requireScope, type WebApiMethod } from "./web-api-method.ts";
import { teamMethods } from "./web-api-team.ts";
import { unfurlMethods } from "./web-api-unfurl.ts";
import { viewMethods } from "./web-api-views.ts";

const methods: MethodTable = {
  ...authMethods,
  ...teamMethods,
  ...viewMethods,
  ...chatMethods,
  ...unfurlMethods,
  ...conversationMethods,
  ...fileMethods,
};

export type ApiRequest = {
  readonly method: string;
  /** The token of the Authorization header; a `token` argument is the other place. */
  readonly bearer: string | undefined;
  readonly args: JsonObject;
};

function authorize(world: World, method: WebApiMethod, token: unknown): void {
  const { botToken, appToken } = world.credentials;
  if (token === botToken && world.tokenRefusal !== undefined) throw refuseByState(world.tokenRefusal);
  if (token === undefined || token === "") throw new Refusal("not_authed");
  if (token !== botToken && token !== appToken) throw new Refusal("invalid_auth");
  const needed = method.token === "app" ? appToken : botToken;
  if (token !== needed) throw new Refusal("not_allowed_token_type");
  if (method.scope !== undefined) requireScope(world, method.scope);
}

function run(world: World, request: ApiRequest): JsonObject {
  const method = methods[request.method];
  if (method === undefined) throw new Refusal("unknown_method", { extra: { req_method: request.method } });
  const { token, ...given } = request.args;
  authorize(world, method, request.bearer ?? token);
  const args = Object.fromEntries(
    Object.entries(given).map(([key, value]) => [key, decodeArgument(key, value)]),
  );
  refuseHalfPairs(args);
  return { ok: true, ...method.run({ world, args }) };
}

/** The arguments without the token: problems and the journal never hold one. */
function withoutToken(request: ApiRequest): JsonObject {
  return { ...request.args, ...(request.args.token === undefined ? {} : { token: "(hidden)" }) };
}

/** Does the work of one Web API call and answers as Slack does; what is the bot's fault becomes a problem. */
export function answerCall(world: World, request: ApiRequest): JsonObject {
  const body = withoutToken(request);
  world.journal.record("bot", request.method, body);
  try {
    return run(world, request);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.isBotsFault) world.journal.blame(request.method, error.message, body);
    return error.toAnswer();
  }
}

/** The headers by which granted and accepted scopes are read. */
export function scopeHeaders(
  world: World,
  method: string,
  bearer: string | undefined,
): Record<string, string> {
  if (bearer !== world.credentials.botToken) return {};
  const accepted = readObject(methods[method]).scope;
  return {
    "x-oauth-scopes": [...world.credentials.scopes].join(","),
    ...(typeof accepted === "string" ? { "x-accepted-oauth-scopes": accepted } : {}),
  };
}
