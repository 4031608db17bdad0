/** What was pasted where a key is wanted: the key, or why there is none in it, as a sentence. */
export type PastedKey = { kind: "key"; value: string } | { kind: "none"; reason: string };

/** Invisible characters that copying brings along, but spaces and line ends. */
const invisible = /(?![\t\r\n])[\p{Cf}\p{Cc}]|\p{Variation_Selector}/gu;

/**
 * Reads a Tavus key as people paste it: with quotes, with what stood in front of it in a header, a command, an env file or a piece
 * of JSON (`Bearer `, `x-api-key:`, `TAVUS_API_KEY=`), with spaces, line ends and characters nobody sees.
 */
export function readPastedKey(pasted: string): PastedKey {
  const lines = pasted
    .normalize("NFKC")
    .replace(invisible, "")
    .split(/[\r\n\u2028\u2029]+/u);
  const values = lines.map(unwrapped).filter((value) => value !== "");
  const [value, ...others] = values;
  if (value === undefined) return none("There is no key in this. Paste the key itself.");
  if (others.length > 0) return none("There are several lines in this. Paste the line of the key alone.");
  if (/^https?:/i.test(value)) return none("This is an address, not a key. Paste the key itself.");
  if (/\s/.test(value)) return none("There are spaces in this, which no key has. Paste the key alone.");
  if (!/^[\x21-\x7e]+$/.test(value))
    return none("There are letters in this that no key has. Copy it again, whole.");
  return { kind: "key", value };
}

function none(reason: string): PastedKey {
  return { kind: "none", reason };
}

const edges = /^[\s"'`“”‘’«»<>{}[\](),;]+|[\s"'`“”‘’«»<>{}[\](),;]+$/gu;

/** What introduces a key: a name with `:`, `=` or a space behind it, a scheme, the beginning of a command. */
const introductions =
  /^(?:(?:export|set|\$env:|curl|-H|--header|header)[\s:]+|(?:tavus[\s_-]*)?(?:x[_-]?)?(?:api[\s_-]?)?(?:key|token)["'`”’]?\s*(?:[:=]|=>|\bis\b)\s*|(?:proxy-)?authorization["'`”’]?\s*[:=]\s*|(?:bearer|basic|token|api-?key)(?:\s+|:\s*|$))/i;

function unwrapped(line: string): string {
  let rest = line;
  for (;;) {
    const shorter = rest
      .replace(edges, "")
      .replace(/\s+#.*$/, "")
      .replace(introductions, "");
    if (shorter === rest) return rest;
    rest = shorter;
  }
}
