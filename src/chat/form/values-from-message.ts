import { countCharacters } from "../../cut-text.ts";
import { UserError } from "../../errors.ts";
import { isBlank } from "../../text/visible.ts";
import type { FormCommand, FromMessage } from "../command.ts";
import type { GivenMessage } from "../interaction.ts";
import { limits } from "../limits.ts";
import type { Field, FormValues } from "./field.ts";

export type MessageRead = { values: FormValues; notice?: string };

/**
 * What a form begins with that was asked for at a message. A text that its field does not hold becomes the form's file; of
 * a message without a text its first file is taken that the form reads. Throws UserError where there is neither.
 */
export function readGivenMessage<Services>(
  { form: { fields } }: FormCommand<Services>,
  { field, file, label }: FromMessage,
  { text, files }: GivenMessage,
): MessageRead {
  const attached = files.find(({ name }) => isReadBy(fields[file], name));
  if (isBlank(text) && attached) return { values: { [file]: attached } };
  if (isBlank(text)) throw new UserError(emptySentence(label));
  if (fits(fields[field], text)) return { values: { [field]: text } };
  return { values: { [file]: { name: "message.txt", text } }, notice: longNotice(text) };
}

function isReadBy(field: Field | undefined, name: string): boolean {
  if (field?.kind !== "file") return false;
  return field.extensions.some((extension) => name.toLowerCase().endsWith(extension));
}

function fits(field: Field | undefined, text: string): boolean {
  if (!field || !("maxLength" in field)) return false;
  return countCharacters(text) <= field.maxLength && text.length <= limits.text;
}

function emptySentence(label: string): string {
  return `This message has no text, and no text file, that could be used. Choose another one, and then “${label}”.`;
}

function longNotice(text: string): string {
  return `The message has ${countCharacters(text)} characters, more than the box takes. All of it is kept as the file message.txt; what you type comes after it.`;
}
