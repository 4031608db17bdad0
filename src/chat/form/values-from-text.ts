import { type Field, type Fields, type FormValues, isSecret } from "./field.ts";

/**
 * What was typed behind a Slack command: a first word that equals a choice is that choice, the rest goes to the first
 * field of a kind in `takesRest`.
 */
export function valuesFromText(
  fields: Fields,
  text: string,
  takesRest: readonly Field["kind"][],
): FormValues {
  const [first = "", ...others] = text.trim().split(/\s+/);
  const word = first.toLowerCase();
  const entries = Object.entries(fields);
  const chosen = entries.find(
    ([, field]) => field.kind === "choice" && field.choices.some((choice) => choice.value === word),
  );
  const rest = chosen ? others.join(" ") : text.trim();
  // A secret is typed into the form alone: the line behind a command is seen in passing and remembered by apps.
  const taker = entries.find(([, field]) => takesRest.includes(field.kind) && !isSecret(field));
  return {
    ...(chosen && { [chosen[0]]: word }),
    ...(taker && rest && { [taker[0]]: rest }),
  };
}
