/** How one thing that people say about a persona lies in its row. */
type Codec<Column extends string, Value, Stored> = {
  column: Column;
  write(value: Value): Stored;
  read(stored: Stored): Value;
};

/**
 * Everything people say about a persona, each with its column: the one place in `database/` that knows them. What a
 * field is called, where it stands in forms and in Tavus, and what else is done with it, is in `personas/fields.ts`.
 * The order is that of `form_digest`, so a new one goes to the end.
 */
export const contentColumns = {
  kind: text("kind"),
  template: text("template"),
  name: text("name"),
  description: text("description"),
  traits: list("traits"),
  prompt: text("prompt"),
  /** `prompt` is the whole text Tavus holds; description, traits and context are only notes. */
  promptIsWhole: flag("prompt_is_whole"),
  context: text("context"),
  /** Undefined: Tavus's own default. */
  replicaId: optional("replica_id"),
  model: text("model"),
  voiceSpeed: text("voice_speed"),
  voiceEmotion: text("voice_emotion"),
  /** Undefined: nothing was ever said. "": the replica's own voice, in place of one that was chosen. */
  voiceId: optional("voice_id"),
};

type Columns = typeof contentColumns;
export type ContentKey = keyof Columns;

/** What people say about a persona. */
export type PersonaContent = { [Key in ContentKey]: ReturnType<Columns[Key]["read"]> };

/** The same as it lies in the row. */
export type ContentRow = {
  [Key in ContentKey as Columns[Key]["column"]]: ReturnType<Columns[Key]["write"]>;
};

// Methods, so that a list of all of them has a type: what each takes and gives is in `contentColumns`.
const codecs: [string, Codec<string, unknown, unknown>][] = Object.entries(contentColumns);

export function readContent(row: ContentRow): PersonaContent;
export function readContent(row: Record<string, unknown>): Record<string, unknown> {
  const content: Record<string, unknown> = {};
  for (const [key, { column, read }] of codecs) content[key] = read(row[column]);
  return content;
}

/** Some of it, or all; what is not named is left out. */
export function writeContent(content: PersonaContent): ContentRow;
export function writeContent(content: Partial<PersonaContent>): Partial<ContentRow>;
export function writeContent(content: Record<string, unknown>): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const [key, { column, write }] of codecs) {
    if (Object.hasOwn(content, key)) row[column] = write(content[key]);
  }
  return row;
}

function text<const Column extends string>(column: Column): Codec<Column, string, string> {
  return { column, write: same, read: same };
}

function optional<const Column extends string>(
  column: Column,
): Codec<Column, string | undefined, string | null> {
  return { column, write: (value) => value ?? null, read: (stored) => stored ?? undefined };
}

function flag<const Column extends string>(column: Column): Codec<Column, boolean, number> {
  return { column, write: Number, read: (stored) => stored === 1 };
}

/** A JSON array of strings. */
function list<const Column extends string>(column: Column): Codec<Column, readonly string[], string> {
  return { column, write: (items) => JSON.stringify(items), read: readList };
}

function same(value: string): string {
  return value;
}

function readList(stored: string): string[] {
  const items: unknown = JSON.parse(stored);
  return Array.isArray(items) ? items.filter((item) => typeof item === "string") : [];
}
