/** A piece of a text: in both, or in one of them alone. */
export type DiffPart = { in: "both" | "first" | "second"; text: string };

/** More pieces than this on one side are not compared one by one: what lies between their equal ends is one change. */
const mostCompared = 2000;

/** A text that is longer, or has more pieces than anybody reads, is one piece: Tavus may hold megabytes, in millions of lines. */
const longestCompared = 1_000_000;
const mostPieces = 20_000;

/**
 * How one text becomes another, piece by piece: lines, and the sentences of a long line. Equal ends first, then the longest
 * common subsequence of what lies between them.
 */
export function diffTexts(first: string, second: string): DiffPart[] {
  const [a, b] = [piecesOf(first), piecesOf(second)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const middle = [a.slice(start, a.length - end), b.slice(start, b.length - end)] as const;
  return [...a.slice(0, start).map(inBoth), ...between(...middle), ...a.slice(a.length - end).map(inBoth)];
}

/** Only what differs, each piece behind its mark, with one `…` for what is the same. */
export function diffLines(first: string, second: string, marks: { first: string; second: string }): string[] {
  const parts = diffTexts(first, second);
  return parts.flatMap((part, index) => {
    if (part.in !== "both") return [`${marks[part.in]} ${part.text}`];
    return parts[index - 1]?.in === "both" ? [] : ["…"];
  });
}

function piecesOf(text: string): string[] {
  if (text.length > longestCompared) return [text];
  const lines = text.split(/\r?\n/);
  const pieces = lines.flatMap((line) => (line.length > longLine ? line.split(sentenceEnd) : [line]));
  return pieces.length > mostPieces ? [text] : pieces;
}

const longLine = 80;
const sentenceEnd = /(?<=[.!?:;])\s+/u;

function between(a: readonly string[], b: readonly string[]): DiffPart[] {
  if (Math.max(a.length, b.length) > mostCompared) return [...a.map(inFirst), ...b.map(inSecond)];
  const lengths = commonLengths(...numbered(a, b));
  const width = b.length + 1;
  const parts: DiffPart[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left !== undefined && left === right) {
      parts.push(inBoth(left));
      [i, j] = [i + 1, j + 1];
    } else if (
      right === undefined ||
      (left !== undefined && at(lengths, (i + 1) * width + j) >= at(lengths, i * width + j + 1))
    ) {
      parts.push(inFirst(left ?? ""));
      i += 1;
    } else {
      parts.push(inSecond(right));
      j += 1;
    }
  }
  return parts;
}

/** The same number for the same piece: each is compared with all of the other side, and may be long. */
function numbered(a: readonly string[], b: readonly string[]): [Uint16Array, Uint16Array] {
  const numbers = new Map<string, number>();
  for (const piece of [...a, ...b]) if (!numbers.has(piece)) numbers.set(piece, numbers.size);
  const of = (pieces: readonly string[]) => Uint16Array.from(pieces, (piece) => numbers.get(piece) ?? 0);
  return [of(a), of(b)];
}

/** For each pair of places: how long the longest common subsequence of what follows is. */
function commonLengths(a: Uint16Array, b: Uint16Array): Uint16Array {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const [below, right] = [at(lengths, (i + 1) * width + j), at(lengths, i * width + j + 1)];
      lengths[i * width + j] =
        a[i] === b[j] ? at(lengths, (i + 1) * width + j + 1) + 1 : Math.max(below, right);
    }
  }
  return lengths;
}

function at(lengths: Uint16Array, index: number): number {
  return lengths[index] ?? 0;
}

function inBoth(text: string): DiffPart {
  return { in: "both", text };
}

function inFirst(text: string): DiffPart {
  return { in: "first", text };
}

function inSecond(text: string): DiffPart {
  return { in: "second", text };
}
