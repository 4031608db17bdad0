import type { News } from "../chat/dispatch/dispatch-deps.ts";
import { limits } from "../chat/limits.ts";
import type { Button, Reply } from "../chat/reply.ts";
import { cutText } from "../cut-text.ts";
import type { OwedAnswer, OwedKey } from "../database/team/owed-store.ts";
import { openingAgain, readReply, withoutButtons } from "./stored-reply.ts";

const longestLine = 500;
/** Of all the lines: they share a message's small print, of which Discord's renderer shows 2,000, with the answer's own and other news. */
const longestTogether = 1000;

/** Answers that are told with a later one: as lines below it, or whole where a line would lose some of what they say. */
export function newsOf(owed: readonly OwedAnswer[], told: (key: OwedKey) => Promise<void>): News {
  const said = owed.map((answer) => ({ answer, reply: readReply(answer.replyJson) }));
  let left = longestTogether;
  const short: { answer: OwedAnswer; line: string; buttons: Button[] }[] = [];
  const long: typeof said = [];
  for (const one of said) {
    const line = lineOf(one.reply);
    if (line === undefined || line.length > left) {
      long.push(one);
      continue;
    }
    left -= line.length;
    short.push({ answer: one.answer, line, buttons: openingAgain(one.reply.buttons) });
  }
  return {
    lines: short.map(({ line }) => line),
    buttons: short.flatMap(({ buttons }) => buttons),
    told: async () => void (await Promise.all(short.map(({ answer }) => told(answer)))),
    whole: long.map(({ answer, reply }) => ({ reply: asNews(reply), told: () => told(answer) })),
  };
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
  const said = [`${title}.`, text, ...facts.map(({ label, value }) => `${label}: ${value}.`)];
  const line = `Meanwhile: ${said.filter((part) => part !== "").join(" ")}`;
  return line.length <= longestLine ? line : undefined;
}

function asNews(reply: Reply): Reply {
  return { ...withoutButtons(reply), title: cutText(`Meanwhile: ${reply.title}`, limits.replyTitle) };
}
