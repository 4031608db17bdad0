/** What Tavus calls each kind of object. Every operation of ours names it by the first. */
const kinds: readonly (readonly string[])[] = [
  ["persona", "pal"],
  ["replica", "face"],
  ["conversation"],
  ["video"],
  ["deployment"],
];

/** The words for what an operation is about. */
export function nounsIn(operation: string): readonly string[] {
  return kinds.find(([noun = ""]) => operation.split(" ").includes(noun)) ?? [];
}

/** What people talk with is a persona; there is no room and no page without one. */
const talksWith: ReadonlySet<string> = new Set(["create conversation", "create deployment"]);

/** The words for what an operation cannot do without. */
export function subjectNouns(operation: string): readonly string[] {
  return talksWith.has(operation) ? nounsIn("persona") : nounsIn(operation);
}

/** What says no more than that some address leads nowhere: to whom nothing is known of what lies behind it. */
const address = /\S*(?:\/|%2f)\S*/gi;
const service =
  "(?:services?|servers?|apis?|backends?|hosts?|domains?|upstreams?|gateways?|endpoints?|routes?|paths?|urls?|pages?|resources?|methods?|controllers?|handlers?|functions?)";

/**
 * Whether an answer says that the very thing is missing, by its kind or its id. "Not Found", "Resource not found" and "Cannot GET
 * /v2/personas/p1" may come from anybody who stands before Tavus and has lost the way to it.
 */
export function namesWhat({
  operation,
  words,
  id = "",
}: {
  operation: string;
  words: string;
  id?: string | undefined;
}): boolean {
  const plain = words.replace(address, " ");
  return namesId(plain, id) || namesKind(plain, nounsIn(operation));
}

/**
 * What is missing of that which a new object is made with: the face, or the persona that people talk with. Of what names both, as the
 * face of a persona, it is the face. What is no part of it may be a word of whoever stands before Tavus: hosts have deployments, too.
 */
export function missingPart(operation: string, words: string): "face" | "persona" | undefined {
  const plain = words.replace(address, " ");
  if (namesKind(plain, nounsIn("replica"))) return "face";
  return talksWith.has(operation) && namesKind(plain, nounsIn("persona")) ? "persona" : undefined;
}

/** People type ids: what is no id may be a word of any sentence. */
function namesId(words: string, id: string): boolean {
  return id.length >= 6 && /\d/.test(id) && words.split(/[^\w-]+/).includes(id);
}

function namesKind(words: string, nouns: readonly string[]): boolean {
  if (nouns.length === 0) return false;
  const name = `(?:${nouns.join("|")})(?:[_ ]?(?:uu)?id)?`;
  const alone = `(?<![\\p{L}\\p{N}_.\\\\-])${name}(?![\\p{L}\\p{N}_-]|\\.\\p{L})`;
  return new RegExp(`(?<!\\b${service}[\\s:]+)${alone}(?!\\s+${service}\\b)`, "iu").test(words);
}
