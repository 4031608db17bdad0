import { z } from "zod";
import type { CommandListing } from "../../chat/command.ts";
import type { FormValues } from "../../chat/form/field.ts";
import { fileOfForm } from "../../chat/form/form-text.ts";
import { fieldsOf } from "../../chat/form/values-from-text.ts";
import type { ReplyFile } from "../../chat/reply.ts";
import { decodeForm } from "./form-ids.ts";
import type { UnreadPayload } from "./payload.ts";

/** A form and its fields go by their `custom_id`, a command and its options by their name. */
const calledSchema = z.union([
  z.object({ custom_id: z.string() }).transform(({ custom_id }) => custom_id),
  z.object({ name: z.string() }).transform(({ name }) => name),
]);
const typedSchema = z.object({ value: z.string() });
/** What stands in these somebody has typed; what is `resolved` beside them, such as a message of another app, nobody has. */
const askedSchema = z.object({ options: z.unknown().optional(), components: z.unknown().optional() });

/** What was typed into a form, or into a command's options, that could not be read, wherever in it that stands. */
export function typedInUnread(
  { data }: UnreadPayload,
  commands: readonly CommandListing[],
): ReplyFile | undefined {
  const called = calledSchema.safeParse(data).data ?? "";
  const asked = decodeForm(called)?.command ?? called;
  const command = commands.find(({ name }) => name === asked);
  return fileOfForm(command ? fieldsOf(command) : {}, typedIn(askedSchema.safeParse(data).data));
}

function typedIn(data: unknown): FormValues {
  if (!(data instanceof Object)) return {};
  const [called, typed] = [calledSchema.safeParse(data).data, typedSchema.safeParse(data).data];
  if (called && typed) return { [called]: typed.value };
  return Object.assign({}, ...Object.values(data).map(typedIn));
}
