/** One choice of a field. `value` is what `run` receives, `label` what people read. */
export type Choice = { value: string; label: string };

type Common = {
  label: string;
  /** One line below the label, or the description of a Discord option. */
  hint?: string;
  required?: boolean;
  /** True: asked as a command option where the platform has typed ones (Discord), inside the form elsewhere (Slack). */
  early?: boolean;
};

/** What is typed into a `secret` one is kept nowhere, so a form that was refused opens again without it. */
export type LineField = Common & {
  kind: "line";
  maxLength: number;
  placeholder?: string;
  secret?: boolean;
  /** A number, or several: the digits of any writing are read. */
  isNumber?: boolean;
};
export type ParagraphField = Common & { kind: "paragraph"; maxLength: number; placeholder?: string };
/** Exactly one of a few. */
export type ChoiceField = Common & {
  kind: "choice";
  choices: readonly Choice[];
  initial?: string;
  /**
   * The command offers more than these, by its `choices` in the form and by its `suggest` where it is an option: what each
   * kind is called. What stands there may then be neither, such as one that was there before.
   */
  groups?: { own: string; more: string };
};
/** Any number of a few. */
export type ChoicesField = Common & { kind: "choices"; choices: readonly Choice[] };
/**
 * One of many, found by typing; what is typed need not be among the suggestions. Always early. `fixed`: what can be chosen whatever
 * else there is.
 */
export type SearchField = Common & {
  kind: "search";
  early: true;
  placeholder?: string;
  fixed?: readonly Choice[];
  /** What has one name alone may be typed by it, and not only by its ID. */
  byName?: boolean;
};
/** One of those the command's `choices` offers when the form opens, at most 25; where it offers none, a line of text. */
export type PickField = Common & { kind: "pick"; maxLength: number; placeholder?: string };
/** A channel of the team, chosen from the platform's own list; its id. Never early. */
export type ChannelField = Common & { kind: "channel"; placeholder?: string };
/** Who is meant, chosen from the platform's own list: roles on Discord, people on Slack; their ids. Never early. */
export type PeopleField = Common & { kind: "people"; most: number; placeholder?: string };
/** A small text file. Always early. */
export type FileField = Common & {
  kind: "file";
  early: true;
  extensions: readonly string[];
  maxBytes: number;
};

export type Field =
  | LineField
  | ParagraphField
  | ChoiceField
  | ChoicesField
  | SearchField
  | PickField
  | ChannelField
  | PeopleField
  | FileField;
export type Fields = Record<string, Field>;

/** An uploaded file that has not been fetched. The address may need the platform's token and expires. */
export type FileReference = { name: string; sizeBytes: number; url: string };

/** A file as `run` receives it. */
export type TextFile = { name: string; text: string };

/** What one field holds while it travels: text, several choices, or a file not yet or already fetched. */
export type FieldValue = string | string[] | FileReference | TextFile;

/** The values of a form while they travel, by field key. An absent key is a field left empty. */
export type FormValues = { [key: string]: FieldValue | undefined };

/** "" where it holds no text. */
export function textOf(value: FieldValue | undefined): string {
  return typeof value === "string" ? value : "";
}

/** Empty where it holds no choices. */
export function listOf(value: FieldValue | undefined): string[] {
  return Array.isArray(value) ? value : [];
}

/** What stands in such a field is kept nowhere and never shown again. */
export function isSecret(field: Field): boolean {
  return field.kind === "line" && field.secret === true;
}

export function withoutSecrets(fields: Fields, values: FormValues): FormValues {
  return Object.fromEntries(
    Object.entries(values).filter(([key]) => {
      const field = fields[key];
      return !(field && isSecret(field));
    }),
  );
}

export function isTextFile(value: FieldValue | undefined): value is TextFile {
  return typeof value === "object" && !Array.isArray(value) && "text" in value;
}

export function isFileReference(value: FieldValue | undefined): value is FileReference {
  return typeof value === "object" && !Array.isArray(value) && "url" in value;
}

/** Field key to the sentence that says what to change. */
export type FieldErrors = Record<string, string>;

/** The argument type of `run`: text fields give text ("" when empty), choices a list, a file its text. */
export type ValuesOf<F extends Fields> = {
  [K in keyof F]: F[K] extends ChoicesField | PeopleField
    ? string[]
    : F[K] extends FileField
      ? TextFile | undefined
      : string;
};
