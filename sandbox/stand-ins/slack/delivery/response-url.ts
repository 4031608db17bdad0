import { type JsonObject, parseJson } from "../json.ts";
import { answerWithMessage } from "../person/message-answer.ts";
import { Refusal } from "../refusal.ts";
import type { World } from "../world.ts";

type UrlAnswer = { readonly status: number; readonly body: JsonObject };

const GONE = new Set(["used_url", "expired_url", "invalid_token"]);

/** The address that the bot may post answers of one interaction to. */
export function responseAddress(world: World, secret: string): string {
  return `${world.baseUrl}/response/${secret}`;
}

/** A post to a response_url. The sixth one, and one after 30 minutes, is answered 404. */
export function postToResponseUrl(world: World, secret: string, bodyText: string): UrlAnswer {
  const body = parseJson(bodyText);
  world.journal.record("bot", "response_url", body);
  try {
    const target = world.responseUrls.use(secret);
    answerWithMessage(world, target, { value: body, where: "response_url" });
    return { status: 200, body: { ok: true } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    world.journal.blame("response_url", error.message, body);
    return { status: GONE.has(error.code) ? 404 : 400, body: error.toAnswer() };
  }
}
