/** The ids of one world by the order in which they were first seen, so that worlds can be compared. */
export type Known = { labels: Map<string, string>; ids: Map<string, string> };

export function createKnown(): Known {
  return { labels: new Map(), ids: new Map() };
}

const ids = /\b(?:per|vid|con|tpl|ver|lnd)_[2-9a-hjkmnp-z]{10}\b|\b[prcvd][0-9a-f]{11}\b/g;

/** What is random or a time, in the order in which it is looked for: as text, and as JSON within JSON. */
const random: readonly [what: RegExp, becomes: string][] = [
  [/"formId":"[^"]*"/g, '"formId":"⟨form⟩"'],
  [/Incident [2-9a-hjkmnp-z]{8}/g, "Incident ⟨incident⟩"],
  // A page of a list begins behind the time and the id of the last one before.
  [/[a-z0-9]{9}-(?=per_)/g, "⟨time⟩-"],
  // Lines of a team's log, what is to be kept, overwritten or changed, and which form opens again.
  [/\b0m[a-z0-9]{15}\b/g, "⟨token⟩"],
  [/("action":"(?:sync-(?:ours|theirs)-yes|team-prompt-all-yes|open)","state":)"[^"]*"/g, '$1"⟨token⟩"'],
  [/"state":"[2-9a-hjkmnp-z]{16}(?:\.0)?"/g, '"state":"⟨form⟩"'],
  [/\?t=[\w-]{20,}/g, "?t=⟨secret⟩"],
  [/, (?:SQLite|PostgreSQL)(?=["\n]|$)/gm, ", a database"],
  // The queue and an answer may both raise it before either has rested.
  [/\((?:\d+ times )?since /g, "(since "],
];
const times =
  /\\u0002[ms]-?\d{1,12}\\u0003|<t:\d+:\w>|<!date\^\d+\^[^>]*>|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)|\d{4}-\d\d-\d\d \d\d:\d\d UTC/g;
/** Digests, and Tavus's ids of videos. */
const hashes = /\b[0-9a-f]{12,64}\b|\b(?=[0-9a-f]*\d)[0-9a-f]{10}\b/g;
/** Behind an id: which opening of a form it is. Alone: long enough that nothing typed here looks like it. */
const tokens =
  /(?<=⟩\.[\w.]*)[2-9a-hjkmnp-z]{6,10}(?=["⟩.])|(?<=\.)[2-9a-hjkmnp-z]{6}(?=")|(?<![A-Za-z0-9])(?=[2-9a-hjkmnp-z]*\d)(?=[2-9a-hjkmnp-z]*[a-z])[2-9a-hjkmnp-z]{6,20}(?![A-Za-z0-9])/g;

/** The text without what is random in it; an id becomes its kind and its turn, such as ⟨per 0⟩. */
export function plain(known: Known, text: string): string {
  return random
    .reduce((rest, [what, becomes]) => rest.replace(what, becomes), text)
    .replace(ids, (id) => labelOf(known, id))
    .replace(times, "⟨time⟩")
    .replace(hashes, "⟨token⟩")
    .replace(tokens, "⟨token⟩");
}

function labelOf(known: Known, id: string): string {
  const found = known.labels.get(id);
  if (found !== undefined) return found;
  const kind = id.includes("_") ? id.substring(0, 3) : id.substring(0, 1);
  const turn = labelsOf(known, kind).length;
  const label = `⟨${kind} ${turn}⟩`;
  known.labels.set(id, label);
  known.ids.set(label, id);
  return label;
}

/** What has been seen of a kind: `per` personas here, `p` personas in Tavus, `r` faces. */
export function labelsOf({ ids: labelled }: Known, kind: string): string[] {
  return [...labelled.keys()].filter((label) => label.startsWith(`⟨${kind} `));
}

/** The same text in this world: a label becomes the id that it stands for here. */
export function inWorld({ ids: labelled }: Known, text: string): string {
  return text.replace(/⟨\w+ \d+⟩/g, (label) => labelled.get(label) ?? label);
}
