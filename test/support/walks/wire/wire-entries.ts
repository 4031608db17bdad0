import type { Field, Fields } from "../../../../src/chat/form/field.ts";
import type { Entries } from "../../black-box/black-box-chat.ts";
import type { Dice } from "../dice.ts";
import { oddNames, oddNumbers, oddTexts } from "../vocabulary.ts";

/** What no client lets a person type, and what Slack's turns into something else. */
export const typable = (texts: readonly string[]) =>
  texts.map((text) => text.replace(/[\p{Cc}\p{Cs}]/gu, "").trim()).filter((text) => text !== "");
const names = typable(oddNames);
const texts = typable(oddTexts);

/** What somebody puts into the fields of a form. */
export function entriesFor(dice: Dice, fields: Fields): Entries {
  const usual = {
    ...("name" in fields && { name: dice.pick(names) }),
    ...("prompt" in fields && dice.chance(0.9) && { prompt: dice.pick(texts) }),
    ...("script" in fields && dice.chance(0.9) && { script: "Hello." }),
  };
  const others = Object.entries(fields).flatMap(([key, field]) => {
    const value = field.required || dice.chance(0.4) ? entryFor(dice, field) : undefined;
    return value === undefined ? [] : [[key, value]];
  });
  return { ...Object.fromEntries(others), ...usual };
}

function entryFor(dice: Dice, field: Field): string | string[] | undefined {
  switch (field.kind) {
    case "choice":
      return dice.pick(field.choices).value;
    case "choices":
      return field.choices.flatMap(({ value }) => (dice.chance(0.3) ? [value] : [])).slice(0, 4);
    case "line":
      if (field.secret) return undefined;
      return dice.pick(field.isNumber ? oddNumbers : lines).substring(0, field.maxLength);
    case "paragraph":
      return dice.pick(texts).substring(0, field.maxLength);
    default:
      return undefined;
  }
}

const lines: readonly string[] = ["Something", "", "rc9cff32ceba", "pdced222244b", "⟨p 0⟩", "⟨p 1⟩"];
