import type { AllowedMentions } from "../wire.ts";

/** Who is notified by a message. */
export interface Mentions {
  everyone: boolean;
  userIds: string[];
  roleIds: string[];
}

/** What the text would notify, less what `allowed_mentions` forbids. Without it everything in the text counts. */
export function mentionsOf(text: string, allowed: AllowedMentions | null | undefined): Mentions {
  return {
    everyone: /@(everyone|here)\b/.test(text) && (allowed?.parse?.includes("everyone") ?? allowed == null),
    userIds: allowedIds(text.matchAll(/<@!?(\d{17,20})>/g), "users", allowed),
    roleIds: allowedIds(text.matchAll(/<@&(\d{17,20})>/g), "roles", allowed),
  };
}

function allowedIds(
  matches: Iterable<RegExpMatchArray>,
  kind: "users" | "roles",
  allowed: AllowedMentions | null | undefined,
): string[] {
  const ids = [...new Set([...matches].flatMap((match) => match[1] ?? []))];
  if (allowed == null || allowed.parse?.includes(kind)) return ids;
  return ids.filter((id) => allowed[kind]?.includes(id));
}
