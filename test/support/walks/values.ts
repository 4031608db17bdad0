import type { Field, Fields, FieldValue, FormValues } from "../../../src/chat/form/field.ts";
import type { Dice } from "./dice.ts";
import { faces, keys, models, oddNames, oddNumbers, oddTexts, voices } from "./vocabulary.ts";

/** What a walk has seen so far and can name again: names in Tavus, and labels of ids. */
export type Seen = { names: readonly string[]; labels(kind: string): readonly string[] };

/** Of the fields that may stay empty, so many are filled in. */
const filledIn = 0.35;

/** What somebody puts into fields, wrong things among it; labels of ids are replaced in each world. */
export function valuesFor(dice: Dice, fields: Fields, seen: Seen): FormValues {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, field]) =>
      field.required || dice.chance(filledIn) ? [[key, valueFor(dice, { key, field, seen })]] : [],
    ),
  );
}

type Asked = { key: string; field: Field; seen: Seen };

function valueFor(dice: Dice, asked: Asked): FieldValue | undefined {
  const { field } = asked;
  if (dice.chance(0.03)) return dice.pick(oddTexts);
  switch (field.kind) {
    case "choice":
      return dice.chance(0.05) ? "bogus" : dice.pick(field.choices).value;
    case "choices":
      return field.choices.flatMap(({ value }) => (dice.chance(0.3) ? [value] : [])).slice(0, 5);
    case "people":
      return dice.pick([[], ["UMEMBER"], ["UMANAGER", "UMEMBER"]]);
    case "channel":
      return dice.pick(["C1", "C2", ""]);
    case "file":
      return dice.chance(0.8) ? undefined : { ...promptFile, name: dice.pick(["prompt.txt", "prompt.pdf"]) };
    case "search":
    case "pick":
    case "line":
    case "paragraph":
      return textFor(dice, asked);
  }
}

const promptFile = { sizeBytes: 12, url: "file:prompt" };
/** By their addresses. */
export const files: { [url: string]: string } = { "file:prompt": "You are of a file." };

const lists: { [key: string]: readonly string[] } = {
  replica: faces,
  model: models,
  voice: voices,
  tavus_key: keys,
};

function textFor(dice: Dice, { key, field, seen }: Asked): string {
  const list = lists[key];
  if (list) return dice.pick(list);
  if (key === "persona") return personaWord(dice, seen);
  if (key === "tavus_id")
    return dice.chance(0.8) ? dice.pick([...seen.labels("p"), "pdced222244b"]) : dice.pick(faces);
  if (key === "name" || key === "search") {
    return dice.chance(0.2) ? dice.pick([...seen.names, "Ada"]) : dice.pick(oddNames);
  }
  if (field.kind === "line" && field.isNumber) return dice.pick(oddNumbers);
  if (/prompt|script|text/.test(key) && dice.chance(0.7)) return dice.pick(["You help.", "You are Bo."]);
  return dice.chance(0.5) ? dice.pick(["", "Something"]) : dice.pick(oddTexts);
}

/** How somebody says which persona they mean. */
export function personaWord(dice: Dice, { names, labels }: Seen): string {
  const name = names.length > 0 ? dice.pick(names) : "Ada";
  const ways = [
    () => name,
    () => dice.pick([...labels("per"), name]),
    () => name.substring(0, 1 + Math.floor(dice.next() * 4)),
    () => `"${name.toUpperCase()}"`,
    () => "",
    () => dice.pick(oddNames),
  ];
  return dice.pick([...ways.slice(0, 2), ...ways])();
}
