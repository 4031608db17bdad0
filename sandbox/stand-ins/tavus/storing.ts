/**
 * What Tavus makes of a document when it stores it, where nothing is documented: everything stays as it was sent unless it is
 * said here.
 */
export type Storing = {
  /** Names lose their accents, and letters that have no ASCII one. */
  asciiNames?: boolean;
  /** Names are cut there. */
  longestName?: number;
  /** Line breaks, and blanks at the ends, of the prompt: all one blank, or Windows line ends. */
  whiteSpace?: "collapsed" | "windows";
  /** The speed of a voice is brought within these. */
  speeds?: readonly [slowest: number, fastest: number];
  /** The model of one that names none. */
  ownModel?: string;
  /** Members of the document whose changes are answered 200 and take no hold. */
  deaf?: readonly string[];
};

type Document = Record<string, unknown>;

/** `before` is what was there until now; undefined for a new one. */
export function store(document: Document, storing: Storing, before?: Document): Document {
  const stored = structuredClone(document);
  stored.persona_name = nameIn(stored.persona_name, storing);
  stored.system_prompt = promptIn(stored.system_prompt, storing);
  clampSpeed(stored.layers, storing);
  stored.layers = withModel(stored.layers, storing);
  for (const member of before ? (storing.deaf ?? []) : []) stored[member] = before?.[member];
  return Object.fromEntries(Object.entries(stored).filter(([, value]) => value !== undefined));
}

function nameIn(
  name: unknown,
  { asciiNames = false, longestName = Number.POSITIVE_INFINITY }: Storing,
): unknown {
  if (typeof name !== "string") return name;
  const letters = asciiNames ? name.normalize("NFKD").replace(/[^\p{ASCII}]/gu, "") : name;
  return letters.slice(0, longestName);
}

function promptIn(prompt: unknown, { whiteSpace }: Storing): unknown {
  if (typeof prompt !== "string" || !whiteSpace) return prompt;
  if (whiteSpace === "collapsed") return prompt.replace(/\s+/g, " ").trim();
  return prompt.trim().replace(/\r?\n/g, "\r\n");
}

function clampSpeed(layers: unknown, { speeds }: Storing): void {
  const settings = memberOf(memberOf(layers, "tts"), "voice_settings");
  if (!speeds || !isObject(settings) || typeof settings.speed !== "number") return;
  settings.speed = Math.min(Math.max(settings.speed, speeds[0]), speeds[1]);
}

function withModel(layers: unknown, { ownModel }: Storing): unknown {
  const llm = memberOf(layers, "llm");
  if (ownModel === undefined || memberOf(llm, "model") !== undefined) return layers;
  return { ...(isObject(layers) && layers), llm: { ...(isObject(llm) && llm), model: ownModel } };
}

function memberOf(parent: unknown, member: string): unknown {
  return isObject(parent) ? parent[member] : undefined;
}

function isObject(value: unknown): value is Document {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
