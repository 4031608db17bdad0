import { expect } from "vitest";
import type { Platform } from "../../src/chat/member.ts";
import type { Reply } from "../../src/chat/reply.ts";
import { renderReply as renderForDiscord } from "../../src/discord/render/render-reply.ts";
import { renderReply as renderForSlack } from "../../src/slack/render/render-reply.ts";
import { breachesOf, isSaid } from "./rules.ts";

const both: readonly Platform[] = ["discord", "slack"];

/** Titles that would stand over anything. */
const vague = /^(Error|Failed|Oops|Sorry|Something went wrong|That did not work|Unknown)\b/i;

/** What a reader can do, wait for, or ask of somebody. */
const instruction =
  /\/persona-\w+|\b[Pp]ress \w|[Nn]othing (to do|was)|by (it|my|them)sel|\b[Aa]n admin|[Ww]hoever|\b[Aa]sk |\bagain\b|I tell you|goes on|run npm|\b(Run|Restart|Open|Install) \w/;

/** Fails unless a reply about something that failed keeps the rules as either platform shows it. */
export function expectFailureSaid(reply: Reply, of: string, platforms: readonly Platform[] = both): void {
  expect(reply.title, of).not.toMatch(vague);
  const words = [reply.title, reply.text ?? "", ...(reply.notes ?? [])].join(" ");
  const offers = (reply.buttons ?? []).length > 0;
  expect(offers || instruction.test(words), `${of}: what to do: ${words}`).toBe(true);
  expectWellSaid(reply, of, platforms);
}

/** Fails unless every text of a reply keeps the rules as either platform shows it. */
export function expectWellSaid(reply: Reply, of: string, platforms: readonly Platform[] = both): void {
  const rendered = { discord: () => renderForDiscord(reply), slack: () => renderForSlack(reply) };
  for (const platform of platforms)
    for (const text of textsIn(rendered[platform]())) expectKept(text, platform, of);
}

export function expectKept(text: string, platform: Platform, of: string): void {
  if (isSaid({ text })) expect(breachesOf(text, platform), `${of} on ${platform}: ${text}`).toEqual([]);
}

/** Without what platforms make into times, ids and styles. */
function plainOf(text: string): string {
  return text
    .replace(/<(!date|t:)[^>]*>/g, "then")
    .replace(/\b(per|vid)_\w+/g, "id")
    .replace(/[`*\\<>]/g, "");
}

const read = new Set(["text", "title", "description", "name", "value", "label", "content", "placeholder"]);

function textsIn(value: unknown, key = ""): string[] {
  if (typeof value === "string") return read.has(key) ? [plainOf(value)] : [];
  if (Array.isArray(value)) return value.flatMap((each) => textsIn(each, key));
  if (typeof value !== "object" || value === null) return [];
  // What a press sends back is no text.
  return Object.entries(value).flatMap(([name, each]) =>
    name === "value" && "action_id" in value ? [] : textsIn(each, name),
  );
}
