import type { News, NewsLine, NewsMessage } from "../dispatch/dispatch-deps.ts";
import { limits } from "../limits.ts";
import type { Reply } from "../reply.ts";
import { inUtc } from "../time-mark.ts";

/** Of lines that share a message: half of what Discord's embed takes, for a name may be of marks alone, each of which it escapes. */
const longestTogether = 2000;

/**
 * What of the news stands below an answer, and what beside it: nothing that is told is cut, and nothing is told to everybody, who may
 * be of another company in a shared channel.
 */
export function placeNews(
  { lines, whole = [] }: News,
  { notes = [], visibility }: Pick<Reply, "notes" | "visibility">,
): { below: NewsLine[]; beside: NewsMessage[] } {
  let left =
    visibility === "public" ? 0 : limits.notes - notes.reduce((sum, note) => sum + lengthOf(note), 0);
  const below: NewsLine[] = [];
  const others: NewsLine[] = [];
  for (const line of lines) {
    const length = lengthOf(line.line);
    if (length <= left) below.push(line);
    else others.push(line);
    if (length <= left) left -= length;
  }
  const alone = others.flatMap(({ whole: reply, told }) => (reply ? [{ reply, told }] : []));
  return { below, beside: [...whole, ...alone, ...together(others.filter(({ whole: reply }) => !reply))] };
}

/** With what parts it from the next one. */
function lengthOf(line: string): number {
  return inUtc(line).length + 1;
}

function together(lines: readonly NewsLine[]): NewsMessage[] {
  const groups: NewsLine[][] = [];
  let left = 0;
  for (const line of lines) {
    left -= lengthOf(line.line);
    const last = groups.at(-1);
    if (last && left >= 0) last.push(line);
    else {
      groups.push([line]);
      left = longestTogether - lengthOf(line.line);
    }
  }
  return groups.map((group) => ({
    reply: {
      tone: "neutral",
      title: "More happened meanwhile",
      text: group.map(({ line }) => line).join("\n"),
    },
    told: toldAll(group),
  }));
}

/** At once, so that notes which are written together are. */
export function toldAll(lines: readonly Pick<NewsLine, "told">[]): () => Promise<void> {
  return async () => void (await Promise.all(lines.map(({ told }) => told())));
}
