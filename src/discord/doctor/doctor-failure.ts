import { DiscordAPIError, HTTPError, RateLimitError } from "discord.js";
import { ZodError } from "zod";
import { bad, badAsTold, type Finding } from "../../finding.ts";
import { unreachable } from "../../network-reason.ts";
import { refusedToken } from "../connection/gateway/gateway-failure.ts";
import { meaningFor } from "../discord-codes.ts";
import { answerOf } from "../discord-error.ts";

const address = "Check DISCORD_API_URL: it must be Discord's, or unset.";

/** A question that Discord did not answer, as a line with its remedy. */
export function explainFailure(name: string, error: unknown): Finding {
  if (error instanceof RateLimitError) {
    const seconds = Math.ceil(error.timeToReset / 1000);
    return bad(name, "Discord asks for a pause.", `Run npm run doctor again in ${seconds} s.`);
  }
  if (error instanceof DiscordAPIError) {
    if (error.status === 401) return badAsTold(name, refusedToken);
    const answer = answerOf(error);
    const meaning = meaningFor(answer);
    return bad(
      name,
      `Discord refuses that question: ${meaning.cause} (code ${answer.code ?? "none"}).`,
      meaning.about === "app" ? meaning.remedy : address,
    );
  }
  if (error instanceof HTTPError) {
    const sentence = `Discord has trouble of its own (HTTP ${error.status}).`;
    return bad(name, sentence, "Look at https://discordstatus.com, and try again in a few minutes.");
  }
  if (error instanceof ZodError || error instanceof SyntaxError) {
    return bad(name, "What answers there is not Discord.", address);
  }
  return unreachable(name, error, { who: "Discord", variable: "DISCORD_API_URL" });
}
