import { UserError } from "../errors.ts";
import { answerWith } from "./answer-with.ts";
import type { FormResult, Outcome, PlainCommand } from "./command.ts";
import { createContext } from "./create-context.ts";
import type { Ending } from "./dispatch.ts";
import type { DispatchDeps } from "./dispatch-deps.ts";
import { fetchUploads } from "./fetch-uploads.ts";
import type { Answering, CommandInteraction } from "./interaction.ts";
import { openResultForm } from "./open-result-form.ts";
import { readFields } from "./read-form.ts";
import { valuesFromText } from "./values-from-text.ts";
import { waitFor } from "./wait-for.ts";

type Run<Services> = {
  command: PlainCommand<Services>;
  interaction: CommandInteraction;
  answering: Answering;
};

/** Runs a command that has no form with what was typed into its options, or behind it. */
export async function runPlain<Services>(
  deps: DispatchDeps<Services>,
  { command, interaction, answering }: Run<Services>,
): Promise<Ending> {
  const work = readAndRun(deps, { command, interaction, answering });
  const result = await (command.opensForm ? work : waitFor(work, answering));
  if ("kind" in result) return openResultForm(deps, { interaction, answering }, result);
  await answerWith(deps, { member: interaction.member, answering, work: Promise.resolve(result) });
  return "answered";
}

/** Rejects with UserError naming every mistake in the options. */
async function readAndRun<Services>(
  deps: DispatchDeps<Services>,
  { command, interaction, answering }: Run<Services>,
): Promise<Outcome | FormResult> {
  const { options } = command;
  const typed = { ...interaction.values, ...valuesFromText(options, interaction.text, ["line", "search"]) };
  const { values, errors } = await fetchUploads(options, typed, answering);
  const read = readFields(options, values);
  const mistakes = Object.values({ ...("errors" in read && read.errors), ...errors });
  if ("errors" in read || mistakes.length > 0) {
    throw new UserError(`${mistakes.join("\n")}\nThen run /${command.name} again.`);
  }
  return command.run(read.values, createContext(deps, interaction, answering));
}
