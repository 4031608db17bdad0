import { z } from "zod";
import type { SandboxWorld } from "../../../sandbox/stand-ins/world.ts";

const secretVariables = [
  "DISCORD_TOKEN",
  "SLACK_BOT_TOKEN",
  "SLACK_APP_TOKEN",
  "TAVUS_API_KEY",
  "ENCRYPTION_KEY",
];

const discordPayload = z.looseObject({ token: z.string() });
const slackPayload = z.looseObject({ response_url: z.string() });

export type SecretWatch = {
  /** The lines in which something stands that nobody but the bot may read. */
  leakedInto(lines: readonly string[]): string[];
};

/** Collects every secret the bot is told from now on: its own tokens, and those that come with each interaction. */
export function watchSecrets({ discord, slack, env }: SandboxWorld): SecretWatch {
  const secrets = new Set(secretVariables.flatMap((name) => env[name] ?? []));
  secrets.add(slack.credentials.signingSecret);
  discord.onEvent((event) => {
    if (event.kind === "interaction") secrets.add(discordPayload.parse(event.payload).token);
  });
  slack.onEvent(({ from, body }) => {
    const payload = from === "slack" ? slackPayload.safeParse(body).data : undefined;
    if (payload) secrets.add(payload.response_url.split("/").at(-1) ?? payload.response_url);
  });
  return {
    leakedInto: (lines) => lines.filter((line) => [...secrets].some((secret) => line.includes(secret))),
  };
}
