import type { FieldProblem } from "../rest/refusal.ts";
import type { AllowedMentions, Embed, MessageBody } from "../wire.ts";
import { problem } from "./component-walk.ts";

const maxContent = 2000;
const maxEmbedText = 6000;
const maxNonce = 25;

/** What Discord refuses in a message a bot sends although its published schema lets it pass. */
export function messageProblems(body: MessageBody): FieldProblem[] {
  return [
    ...contentProblems(body.content ?? ""),
    ...embedProblems(body.embeds ?? []),
    ...mentionProblems(body.allowed_mentions ?? {}),
    ...nonceProblems(body.nonce),
  ];
}

function contentProblems(content: string): FieldProblem[] {
  if (content.length <= maxContent) return [];
  return [problem(["content"], "BASE_TYPE_MAX_LENGTH", `Must be ${maxContent} or fewer in length.`)];
}

function embedProblems(embeds: Embed[]): FieldProblem[] {
  const total = embeds.reduce((sum, embed) => sum + embedLength(embed), 0);
  const tooLong =
    total > maxEmbedText
      ? [problem(["embeds"], "MAX_EMBED_SIZE_EXCEEDED", `Embed size exceeds maximum size of ${maxEmbedText}`)]
      : [];
  return [...tooLong, ...embeds.flatMap(emptyEmbedParts)];
}

/** The characters that count: title, description, field names and values, footer and author. */
function embedLength(embed: Embed): number {
  const fields = (embed.fields ?? []).flatMap(({ name, value }) => [name, value]);
  const parts = [embed.title, embed.description, embed.footer?.text, embed.author?.name, ...fields];
  return parts.reduce((sum, part) => sum + (part?.length ?? 0), 0);
}

function emptyEmbedParts(embed: Embed, index: number): FieldProblem[] {
  return (embed.fields ?? []).flatMap((field, fieldIndex) =>
    (["name", "value"] as const)
      .filter((key) => field[key].trim() === "")
      .map((key) =>
        problem(["embeds", index, "fields", fieldIndex, key], "BASE_TYPE_REQUIRED", "This field is required"),
      ),
  );
}

/** `parse: ["users"]` and a list of users exclude each other. */
function mentionProblems(mentions: AllowedMentions): FieldProblem[] {
  return (["users", "roles"] as const)
    .filter((kind) => mentions.parse?.includes(kind) && (mentions[kind]?.length ?? 0) > 0)
    .map((kind) =>
      problem(
        ["allowed_mentions"],
        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
        `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
      ),
    );
}

function nonceProblems(nonce: MessageBody["nonce"]): FieldProblem[] {
  if (nonce == null || String(nonce).length <= maxNonce) return [];
  return [problem(["nonce"], "BASE_TYPE_MAX_LENGTH", `Must be ${maxNonce} or fewer in length.`)];
}
