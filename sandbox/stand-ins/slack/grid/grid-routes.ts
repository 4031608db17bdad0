import type { IncomingMessage, ServerResponse } from "node:http";
import { answerThrough, sendAnswer } from "../delivery/answer-fault.ts";
import type { Problem } from "../journal.ts";
import type { JsonObject } from "../json.ts";
import { readArguments, readBearer } from "../request-body.ts";
import { route } from "../server.ts";
import { answerCall, scopeHeaders } from "../web-api/web-api.ts";
import type { World } from "../world.ts";
import { authorizePage } from "./authorize-page.ts";
import type { Grant, TokenDesk } from "./tokens.ts";
import { isAbout } from "./whose-object.ts";

export type AppCredentials = {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly signingSecret: string;
};

type Front = {
  readonly worlds: ReadonlyMap<string, World>;
  readonly tokens: TokenDesk;
  readonly credentials: AppCredentials;
};

export type GridRoutes = {
  readonly problems: Problem[];
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
};

/** The one address of Slack before all workspaces: it judges tokens, and leads each call to the workspace it is about. */
export function createGridRoutes(front: Front): GridRoutes {
  const problems: Problem[] = [];
  return {
    problems,
    async answer(request, response) {
      const url = new URL(request.url ?? "/", "http://localhost");
      if (url.pathname === "/oauth/v2/authorize") return authorizePage(front, url, response);
      if (url.pathname.startsWith("/api/"))
        return answerApi({ ...front, problems }, url.pathname.slice("/api/".length), { request, response });
      const [, teamId = "", rest = ""] = /^\/w\/(\w+)(\/.*)$/.exec(url.pathname) ?? [];
      const world = front.worlds.get(teamId);
      if (!world) return void response.writeHead(404).end();
      request.url = rest;
      translateToken(front, world, request);
      await route(world, request, response);
    },
  };
}

/** A token that reaches this workspace becomes the one that its world knows; any other stays, and is refused. */
function translateToken({ tokens }: Front, world: World, request: IncomingMessage): void {
  const judged = tokens.judge(readBearer(request));
  if ("owner" in judged && reaches(judged.owner, world))
    request.headers.authorization = `Bearer ${world.credentials.botToken}`;
}

function reaches(owner: string, { workspace }: World): boolean {
  return owner === workspace.teamId || owner === workspace.enterpriseId;
}

async function answerApi(
  front: Front & { problems: Problem[] },
  method: string,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const { token, ...args } = await readArguments(request);
  if (method === "oauth.v2.access") {
    const body = access(front, args);
    await front.tokens.answerable(args);
    return sendAnswer(response, { status: 200, body });
  }
  const bearer = readBearer(request) ?? (typeof token === "string" ? token : undefined);
  const judged = front.tokens.judge(bearer);
  if ("refusal" in judged)
    return sendAnswer(response, { status: 200, body: { ok: false, error: judged.refusal } });
  const reached = [...front.worlds.values()].filter((world) => reaches(judged.owner, world));
  const [first] = reached;
  if (!first) return sendAnswer(response, { status: 200, body: { ok: false, error: "account_inactive" } });
  const isForeign = [...front.worlds.values()].some(
    (world) => !reached.includes(world) && isAbout(world, args),
  );
  if (isForeign) {
    const message = `the token of ${judged.owner} was used for something of another workspace`;
    front.problems.push({ where: method, message, body: args });
  }
  if (method === "auth.test" && judged.owner.startsWith("E"))
    return sendAnswer(response, { status: 200, body: organizationTest(first, judged.owner) });
  const world = reached.find((each) => isAbout(each, args)) ?? first;
  const inside = world.credentials.botToken;
  await answerThrough(world.faults.take(method), response, () => ({
    status: 200,
    headers: scopeHeaders(world, method, inside),
    body: answerCall(world, { method, bearer: inside, args }),
  }));
}

/** https://docs.slack.dev/reference/methods/auth.test, as an organization's token is answered (slackapi/bolt-js#1778) */
function organizationTest({ workspace }: World, id: string): JsonObject {
  const { botId, botUserId } = workspace;
  const whose = { team: "Organization", team_id: id, enterprise_id: id, is_enterprise_install: true };
  return { ok: true, url: "https://organization.slack.com/", ...whose, user_id: botUserId, bot_id: botId };
}

function access({ worlds, tokens, credentials }: Front, args: JsonObject): JsonObject {
  if (args.client_id !== credentials.clientId) return { ok: false, error: "invalid_client_id" };
  if (args.client_secret !== credentials.clientSecret) return { ok: false, error: "bad_client_secret" };
  const outcome = tokens.exchange(args);
  if ("refusal" in outcome) return { ok: false, error: outcome.refusal };
  return granted(worlds, outcome.grant);
}

/** https://docs.slack.dev/reference/methods/oauth.v2.access#response */
function granted(worlds: Front["worlds"], { owner, userId, token, refresh }: Grant): JsonObject {
  const world = [...worlds.values()].find((each) => reaches(owner, each));
  const { name, enterpriseId, botUserId, appId } = world?.workspace ?? {};
  const isOrganization = owner === enterpriseId;
  return {
    ok: true,
    app_id: appId,
    access_token: token,
    token_type: "bot",
    scope: [...(world?.credentials.scopes ?? [])].join(","),
    bot_user_id: botUserId,
    authed_user: { id: userId },
    team: isOrganization ? null : { id: owner, name },
    enterprise: enterpriseId === undefined ? null : { id: enterpriseId, name: "Persona <Group> & Co" },
    is_enterprise_install: isOrganization,
    ...(refresh && { refresh_token: refresh.token, expires_in: refresh.seconds }),
  };
}
