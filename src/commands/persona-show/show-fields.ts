import type { Fact, ReplyFile } from "../../chat/reply.ts";
import { countCharacters } from "../../cut-text.ts";
import type { PersonaDraft } from "../../personas/content/draft.ts";
import { fieldOf, type TypedKey, typedKeys } from "../../personas/content/each-field.ts";
import { type Labelled, labelled } from "../../personas/content/labelled.ts";
import { shortName } from "../../short-name.ts";

type ShownText = { key: TypedKey; label: string; text: string; most: number; file: string | undefined };

const factKeys = typedKeys.filter((key) => fieldOf(key).shown?.as === "fact");

/** `held` is what Tavus holds, in words, where nothing is said here. */
export function fieldFacts(persona: PersonaDraft, held: { [key in TypedKey]?: string } = {}): Fact[] {
  return labelled(persona, factKeys, held).flatMap((each) =>
    each.words === "" ? [] : [factOf(each, persona)],
  );
}

function factOf({ key, label, words }: Labelled, persona: PersonaDraft): Fact {
  const { shown } = fieldOf(key);
  // A name that stands in its place is for reading.
  const isCode = shown?.as === "fact" && words === persona[key] ? shown.isCode?.(words) : undefined;
  return { label, value: words, ...(isCode === undefined ? {} : { code: isCode }) };
}

/** `except`: those that stand in the message otherwise. */
export function fieldTexts(persona: PersonaDraft, except: readonly TypedKey[] = []): string[] {
  const texts = textsOf(persona).filter(({ key }) => !except.includes(key));
  return texts.map(({ label, text, most, file }) => {
    if (text.length <= most) return `${label}: ${text}`;
    if (file) return `${label}: ${countCharacters(text)} characters, in the file.`;
    return `${label} (${countCharacters(text)} characters): ${shortName(text, most)}`;
  });
}

/** Texts too long for the message. On Slack a button opens them, whose action is the field. */
export function fieldFiles(persona: PersonaDraft & { id: string }): ReplyFile[] {
  return textsOf(persona).flatMap(({ key, text, most, file: name }) =>
    name && text.length > most ? [{ name, text, open: { action: key, state: persona.id } }] : [],
  );
}

function textsOf(persona: PersonaDraft): ShownText[] {
  return typedKeys.flatMap((key) => {
    const { shown, label, words } = fieldOf(key);
    const text = words(persona[key]);
    return shown?.as === "text" && text !== ""
      ? [{ key, label, text, most: shown.most, file: shown.file }]
      : [];
  });
}

/** The texts that may be too long for a message, with the files they come in then. */
export const filedTexts = typedKeys.flatMap((key) => {
  const { shown, label: title, words } = fieldOf(key);
  if (shown?.as !== "text" || !shown.file) return [];
  return [{ key, title, name: shown.file, textOf: (persona: PersonaDraft) => words(persona[key]) }];
});
