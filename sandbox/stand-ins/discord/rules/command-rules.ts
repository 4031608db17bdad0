import {
  type CommandBody,
  type CommandOption,
  chatInputType,
  commandTypeOf,
  messageMenuType,
} from "../person/command.ts";
import type { FieldProblem } from "../rest/refusal.ts";
import { problem } from "./component-walk.ts";

const namePattern = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const maxTotalLength = 8000;
const maxChatInputCommands = 100;
/** https://discord.com/developers/docs/interactions/application-commands#registering-a-command */
const maxMessageCommands = 15;
const maxChoiceLength = 100;

type Path = (string | number)[];

/** What Discord refuses in one command although its published schema lets it pass. */
export function commandProblems(command: CommandBody): FieldProblem[] {
  if (commandTypeOf(command) !== chatInputType) return menuProblems(command);
  const options = command.options ?? [];
  return [
    ...nameProblems(command.name, ["name"]),
    ...descriptionProblems(command.description ?? ""),
    ...optionListProblems(options, ["options"]),
    ...options.flatMap((option, index) => optionProblems(option, ["options", index])),
    ...totalLengthProblems(command),
  ];
}

/** What is wrong with a whole set: too many, or one name twice. */
export function commandSetProblems(commands: CommandBody[]): FieldProblem[] {
  const chatInputs = commands.filter((command) => commandTypeOf(command) === chatInputType);
  const inMenus = commands.filter((command) => commandTypeOf(command) === messageMenuType);
  const problems = repeatedNames(
    commands.map((command) => `${commandTypeOf(command)} ${command.name}`),
    [],
  );
  return [
    ...problems,
    ...tooMany(chatInputs, maxChatInputCommands, "chat input commands"),
    ...tooMany(inMenus, maxMessageCommands, "message commands"),
  ];
}

/** Of a command in the menu of a message or person, which is called as people read it and has neither description nor options. */
function menuProblems({ name, description, options }: CommandBody): FieldProblem[] {
  const longest = 32;
  return [
    ...(name.trim() !== "" && name.length <= longest
      ? []
      : [problem(["name"], "BASE_TYPE_BAD_LENGTH", `Must be between 1 and ${longest} in length.`)]),
    ...(description
      ? [
          problem(
            ["description"],
            "CONTEXT_MENU_DESCRIPTION",
            "Context menu commands cannot have description",
          ),
        ]
      : []),
    ...(options?.length
      ? [problem(["options"], "CONTEXT_MENU_OPTIONS", "Context menu commands cannot have options")]
      : []),
  ];
}

function tooMany(commands: CommandBody[], most: number, what: string): FieldProblem[] {
  return commands.length > most ? [problem([], "BASE_TYPE_BAD_LENGTH", `At most ${most} ${what}`)] : [];
}

function nameProblems(name: string, path: Path): FieldProblem[] {
  if (namePattern.test(name) && name === name.toLowerCase()) return [];
  return [problem(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")];
}

function descriptionProblems(description: string): FieldProblem[] {
  if (description.length > 0) return [];
  return [problem(["description"], "BASE_TYPE_REQUIRED", "This field is required")];
}

function optionListProblems(options: CommandOption[], path: Path): FieldProblem[] {
  const firstOptional = options.findIndex((option) => option.required !== true);
  const requiredAfter = options.flatMap((option, index) =>
    option.required === true && firstOptional !== -1 && index > firstOptional
      ? [
          problem(
            [...path, index],
            "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
            "Required options come first",
          ),
        ]
      : [],
  );
  return [
    ...requiredAfter,
    ...repeatedNames(
      options.map((option) => option.name),
      path,
    ),
  ];
}

function repeatedNames(names: string[], path: Path): FieldProblem[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) < index
      ? [problem([...path, index, "name"], "APPLICATION_COMMANDS_DUPLICATE_NAME", "Names must be unique")]
      : [],
  );
}

function optionProblems(option: CommandOption, path: Path): FieldProblem[] {
  const choices = option.choices ?? [];
  const problems = [...nameProblems(option.name, [...path, "name"])];
  if (option.autocomplete === true && choices.length > 0)
    problems.push(
      problem([...path, "autocomplete"], "OPTION_AUTOCOMPLETE", "Cannot be combined with choices"),
    );
  if ((option.min_length ?? 0) > (option.max_length ?? Number.POSITIVE_INFINITY))
    problems.push(problem([...path, "min_length"], "NUMBER_TYPE_MAX", "Exceeds max_length"));
  return [
    ...problems,
    ...choices.flatMap((choice, index) => choiceValueProblems(choice.value, [...path, "choices", index])),
  ];
}

function choiceValueProblems(value: string | number, path: Path): FieldProblem[] {
  if (typeof value === "number" || (value.length > 0 && value.length <= maxChoiceLength)) return [];
  return [
    problem(
      [...path, "value"],
      "BASE_TYPE_BAD_LENGTH",
      `Must be between 1 and ${maxChoiceLength} in length.`,
    ),
  ];
}

function totalLengthProblems(command: CommandBody): FieldProblem[] {
  const total = lengthOf(command.name, command.description, command.options);
  if (total <= maxTotalLength) return [];
  return [problem([], "APPLICATION_COMMAND_TOO_LARGE", `Command exceeds maximum size (${maxTotalLength})`)];
}

function lengthOf(
  name: string,
  description: string | null | undefined,
  options: CommandOption["options"],
): number {
  const inner = (options ?? []).map(optionLength);
  return inner.reduce((sum, length) => sum + length, name.length + (description?.length ?? 0));
}

function optionLength(option: CommandOption): number {
  const choices = (option.choices ?? []).map(({ name, value }) => name.length + String(value).length);
  return choices.reduce(
    (sum, length) => sum + length,
    lengthOf(option.name, option.description, option.options),
  );
}
