import { UserError } from "../../errors.ts";
import type { FormResult, Outcome, PlainCommand } from "../command.ts";
import { fetchUploads } from "../form/fetch-uploads.ts";
import { type FormValues, isFileReference } from "../form/field.ts";
import { readFields } from "../form/read-form.ts";
import { readSuggested } from "../form/suggested-values.ts";
import { readText } from "../form/values-from-text.ts";
import type { CommandInteraction } from "../interaction.ts";
import type { OwnAnswering } from "../own-answering.ts";
import { answerWith } from "./answer-with.ts";
import { createContext } from "./create-context.ts";
import type { Dispatching } from "./dispatch-deps.ts";
import type { Ending } from "./ending.ts";
import { openResultForm } from "./open-result-form.ts";

type Run<Services> = {
  command: PlainCommand<Services>;
  interaction: CommandInteraction;
  answering: OwnAnswering;
};

/** Runs a command that has no form with what was typed into its options, or behind it. */
export async function runPlain<Services>(
  deps: Dispatching<Services>,
  { command, interaction, answering }: Run<Services>,
): Promise<Ending> {
  const result = await readAndRun(deps, { command, interaction, answering });
  if ("kind" in result) {
    const values = withFiles(result.values, interaction.values);
    return openResultForm(deps, { interaction, answering }, { ...result, values });
  }
  await answerWith(deps, { interaction, answering, work: Promise.resolve(result) });
  return "answered";
}

/** Rejects with UserError naming every mistake in the options. */
async function readAndRun<Services>(
  deps: Dispatching<Services>,
  { command, interaction, answering }: Run<Services>,
): Promise<Outcome | FormResult> {
  const { options } = command;
  const context = createContext(deps, interaction, answering);
  const given = { ...interaction.values, ...readText(command, interaction.text).values };
  const typed = await readSuggested(command, given, context);
  const { values, errors } = command.opensForm
    ? { values: withNames(typed), errors: {} }
    : await fetchUploads(options, typed, answering);
  // The size of a file that is not fetched is known all the same.
  const asTyped = command.opensForm ? readFields(options, typed) : undefined;
  const read = asTyped && "errors" in asTyped ? asTyped : readFields(options, values);
  const mistakes = Object.values({ ...("errors" in read && read.errors), ...errors });
  if ("errors" in read || mistakes.length > 0) {
    throw new UserError(`${mistakes.join("\n")}\nThen run /${command.name} again.`);
  }
  await answering.begin();
  return command.run(read.values, context);
}

/**
 * A modal must open within three seconds, so files are fetched when it stands; until then `run` sees their names, as their texts
 * too, for an empty one would be refused.
 */
function withNames(typed: FormValues): FormValues {
  return Object.fromEntries(
    Object.entries(typed).map(([key, value]) => [
      key,
      isFileReference(value) ? { name: value.name, text: value.name } : value,
    ]),
  );
}

/** A file that came with the command stands in the form by the reference it is fetched by. */
function withFiles(values: FormValues, given: FormValues): FormValues {
  const files = Object.entries(given).filter(([key, value]) => isFileReference(value) && values[key]);
  return { ...values, ...Object.fromEntries(files) };
}
