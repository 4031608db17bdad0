import type { News, NewsLine, NewsMessage } from "../chat/dispatch/dispatch-deps.ts";
import { limits } from "../chat/limits.ts";
import type { Fact, Reply } from "../chat/reply.ts";
import { cutText } from "../cut-text.ts";
import type { OwedAnswer, OwedKey } from "../database/team/owed-store.ts";
import { openingAgain, readReply, withoutButtons } from "./stored-reply.ts";

const longestLine = 500;

/** Answers that are told with a later one: as lines below it, or whole where a line would lose some of what they say. */
export function newsOf(owed: readonly OwedAnswer[], tell: (key: OwedKey) => Promise<void>): News {
  const lines: NewsLine[] = [];
  const messages: NewsMessage[] = [];
  for (const answer of owed) {
    const said = readReply(answer.replyJson);
    const line = lineOf(said);
    const told = () => tell(answer);
    const whole = asNews(said);
    if (line === undefined) messages.push({ reply: whole, told });
    else lines.push({ line, buttons: openingAgain(said.buttons), told, whole });
  }
  return { lines, whole: messages };
}

/** Everything that is said, on one line; undefined where one does not hold it. */
function lineOf({
  title,
  text = "",
  facts = [],
  items = [],
  files = [],
  notes = [],
}: Reply): string | undefined {
  const isPlain = [...facts, ...items].every(({ mentions = [] }) => mentions.length === 0);
  if (!isPlain || items.length + files.length + notes.length > 0) return undefined;
  const said = [`${title}.`, text, ...facts.map(factText)];
  const line = `Meanwhile: ${said.filter((part) => part !== "").join(" ")}`;
  return line.length <= longestLine ? line : undefined;
}

/** Some values are whole sentences. */
function factText({ label, value }: Fact): string {
  return /[.!?]$/.test(value) ? `${label}: ${value}` : `${label}: ${value}.`;
}

function asNews(reply: Reply): Reply {
  return { ...withoutButtons(reply), title: cutText(`Meanwhile: ${reply.title}`, limits.replyTitle) };
}
