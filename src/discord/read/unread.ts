import { z } from "zod";
import type { CommandListing } from "../../chat/command.ts";
import type { FormValues } from "../../chat/form/field.ts";
import { fileOfForm } from "../../chat/form/form-text.ts";
import type { ReplyFile } from "../../chat/reply.ts";
import { decodeForm } from "./form-ids.ts";
import type { UnreadPayload } from "./payload.ts";

const typedSchema = z.object({ custom_id: z.string(), value: z.string() });
const formSchema = z.object({ custom_id: z.string() });

/** What was typed into a form that could not be read, wherever in it that stands. */
export function typedInUnread(
  { data }: UnreadPayload,
  commands: readonly CommandListing[],
): ReplyFile | undefined {
  const identity = decodeForm(formSchema.safeParse(data).data?.custom_id ?? "");
  const form = commands.find(({ name }) => name === identity?.command)?.form;
  return fileOfForm(form?.fields ?? {}, typedIn(data));
}

function typedIn(data: unknown): FormValues {
  if (!(data instanceof Object)) return {};
  const typed = typedSchema.safeParse(data).data;
  if (typed) return { [typed.custom_id]: typed.value };
  return Object.assign({}, ...Object.values(data).map(typedIn));
}
