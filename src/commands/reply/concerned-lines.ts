import type { Reply } from "../../chat/reply.ts";
import { shortName } from "../../short-name.ts";
import { quoted } from "./persona-reply.ts";

/** Named in a question about many; the file beside it has them all. */
const namesShown = 10;
const nameLength = 40;

/** A persona as a question about many names it. */
export function concernedLine({ id, name }: { id: string; name: string }): string {
  return `• ${quoted(shortName(name, nameLength))} (${id})`;
}

/** What a question names of those it is about, and the file with all of them where that is not all. */
export function concernedLines(
  lines: readonly string[],
  fileName: string,
): { shown: string[]; files: Pick<Reply, "files"> } {
  if (lines.length <= namesShown) return { shown: [...lines], files: {} };
  return {
    shown: [...lines.slice(0, namesShown), `and ${lines.length - namesShown} more, in the file`],
    files: { files: [{ name: fileName, text: lines.join("\n") }] },
  };
}
