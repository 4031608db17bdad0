import type { ServerResponse } from "node:http";
import type { World } from "../world.ts";
import type { AppCredentials } from "./grid-routes.ts";
import type { TokenDesk } from "./tokens.ts";

/**
 * Slack's page that asks whether the app may be installed. Who is asked says yes by `agree=<T… or E…>` and `by=<user>`,
 * or no by `agree=no`, beside what the bot has put into the address. https://docs.slack.dev/authentication/installing-with-oauth
 */
export function authorizePage(
  {
    tokens,
    credentials,
  }: { worlds: ReadonlyMap<string, World>; tokens: TokenDesk; credentials: AppCredentials },
  { searchParams }: URL,
  response: ServerResponse,
): void {
  const asked = Object.fromEntries(searchParams);
  if (asked.client_id !== credentials.clientId || !asked.scope || !asked.redirect_uri || !asked.state)
    return void response
      .writeHead(400, { "content-type": "text/plain" })
      .end("The app asks for it wrongly.\n");
  if (asked.agree === undefined)
    return void response.writeHead(200, { "content-type": "text/plain" }).end("May the app be installed?\n");
  const back = new URL(asked.redirect_uri);
  if (asked.agree === "no") back.searchParams.set("error", "access_denied");
  else back.searchParams.set("code", tokens.issueCode(asked.agree, asked.by ?? "", asked.redirect_uri));
  back.searchParams.set("state", asked.state);
  response.writeHead(302, { location: back.href }).end();
}
