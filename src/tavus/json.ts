/**
 * What an answer of Tavus holds; undefined if the text is not JSON. The parser's own error would quote the text, which may
 * hold secrets. No string in it holds what a database of ours cannot store: PostgreSQL takes neither a zero character nor, in
 * `jsonb`, half of a surrogate pair, and one such text would keep its whole row from being written.
 */
export function parseJson(text: string): unknown {
  const read = parse(text);
  return read === undefined && noNumber.test(text) ? parse(text.replace(noNumbers, nullForNone)) : read;
}

function parse(text: string): unknown {
  try {
    const read: unknown = JSON.parse(text);
    return unstorable.test(text) ? JSON.parse(storable(text)) : read;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * What Python writes into its JSON where a division had nothing to divide, and no other program reads: one such number in one
 * row would make a whole answer unreadable. https://github.com/pallets/flask/issues/6114
 */
const noNumber = /[:,[]\s*-?(?:NaN|Infinity)\b/;
/**
 * Each text as a whole, in which the same letters may stand; and what is none. One that is cut off is taken to where it ends: else each
 * quote in it would be tried as the beginning of another.
 */
const noNumbers = /"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$)|-?\b(?:NaN|Infinity)\b/gs;

function nullForNone(written: string): string {
  return written.startsWith('"') ? written : "null";
}

/**
 * Perhaps a zero character or half of a pair: as themselves JSON holds neither, once it was read as UTF-8. A backslash that is
 * itself escaped may look like one.
 */
const unstorable = /\\u(?:0000|d[89ab][\da-f]{2}(?!\\ud[c-f])|(?<!\\ud[89ab][\da-f]{2}\\u)d[c-f])/i;

/** An escaped backslash, after which no escape begins; a zero; a whole pair; half of one. */
const escapes = /\\(?:\\|(u0000)|ud[89ab][\da-f]{2}\\ud[c-f][\da-f]{2}|(ud[89a-f][\da-f]{2}))/gi;

/** The same text: without zero characters, and with the sign for what cannot be read in place of half a pair. */
function storable(text: string): string {
  return text.replace(escapes, (written, zero?: string, half?: string) =>
    zero ? "" : half ? "\\ufffd" : written,
  );
}
