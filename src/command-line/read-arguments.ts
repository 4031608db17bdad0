import { writeSync } from "node:fs";
import { parseArgs } from "node:util";

/** What one program of this project takes, behind the name it is started by. */
export type CommandLine<Options extends OptionTable = OptionTable> = {
  /** Such as `npm run backup`. */
  call: string;
  /** One sentence. */
  does: string;
  /** By their names, without the dashes. */
  options?: Options;
  /** What is given without a name, in this order; what need not be there comes last. */
  words?: readonly Word[];
};

/** `value` stands for what follows it, such as `<file>`; without one it is there or not. */
type Option = { does: string; value?: string };
export type OptionTable = Readonly<Record<string, Option>>;
type Word = { called: string; does: string; isNeeded?: boolean };

/** Text where the option takes one, and whether it is there where it takes none. */
type Given<Options extends OptionTable> = {
  [Name in keyof Options]: Options[Name] extends { value: string } ? string | undefined : boolean;
};

export type Read<Options extends OptionTable> = {
  isRead: true;
  given: Given<Options>;
  words: readonly string[];
};

export type Reading<Options extends OptionTable> =
  | Read<Options>
  /** Nothing is to be done but to print this and to end: the usage, which was asked for, or what cannot be taken. */
  | { isRead: false; exitCode: 0 | 1; message: string };

/**
 * Reads all of `args`, or says why not: what is not understood must never be passed over, for the rest would then do something
 * else than was meant. What was given is not repeated but for an option's name, since it may hold a password.
 */
export function readArguments<const Options extends OptionTable = Record<never, Option>>(
  line: CommandLine<Options>,
  args: readonly string[],
): Reading<Options> {
  const options: OptionTable = line.options ?? {};
  const found = split(options, args);
  if (found.isHelp) return { isRead: false, exitCode: 0, message: usageOf(line) };
  const refusal = found.refusal ?? refusalOfWords(line.words ?? [], found.words);
  if (refusal !== undefined) {
    return { isRead: false, exitCode: 1, message: `${refusal} Nothing was done.\n\n${usageOf(line)}` };
  }
  const given = Object.entries(options).map(([name, { value }]) => {
    const text = found.values.get(name);
    return [name, value === undefined ? text !== undefined : text];
  });
  return { isRead: true, given: Object.fromEntries(given) as Given<Options>, words: found.words };
}

/** The same with what this process was started with; where nothing is to be done it prints why, and ends the process. */
export function readOwnArguments<const Options extends OptionTable = Record<never, Option>>(
  line: CommandLine<Options>,
): Read<Options> {
  const reading = readArguments(line, process.argv.slice(2));
  if (reading.isRead) return reading;
  // At once: a stream's text might not be out by the time the process is gone.
  writeSync(reading.exitCode === 0 ? 1 : 2, `${reading.message}\n`);
  process.exit(reading.exitCode);
}

type Split = {
  isHelp: boolean;
  /** Of the options that are known; "" where one takes no value. */
  values: ReadonlyMap<string, string>;
  words: readonly string[];
  refusal: string | undefined;
};

function split(options: OptionTable, args: readonly string[]): Split {
  const types = Object.entries(options).map(([name, { value }]) => {
    const type = value === undefined ? ("boolean" as const) : ("string" as const);
    return [name, { type }] as const;
  });
  // Not strict: the words for what cannot be taken are chosen here.
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(types),
    strict: false,
    tokens: true,
  });
  const named = tokens.filter((token) => token.kind === "option");
  const words = tokens.filter((token) => token.kind === "positional").map(({ value }) => value);
  return {
    isHelp: named.some(({ name }) => name === "help" || name === "h"),
    values: new Map(named.map(({ name, value = "" }) => [name, value])),
    words,
    refusal: named.map((token) => refusalOfOption(options, token)).find((said) => said !== undefined),
  };
}

type OptionToken = {
  name: string;
  rawName: string;
  value?: string | undefined;
  inlineValue?: boolean | undefined;
};

function refusalOfOption(options: OptionTable, token: OptionToken): string | undefined {
  const { name, rawName, value, inlineValue } = token;
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (!option) return `${rawName} is not known here.`;
  if (option.value === undefined) return value === undefined ? undefined : `${rawName} takes no value.`;
  // The name of another option, where its own value was forgotten.
  const isForgotten = !inlineValue && value?.startsWith("-");
  return value && !isForgotten ? undefined : `${rawName} needs ${option.value}.`;
}

function refusalOfWords(taken: readonly Word[], words: readonly string[]): string | undefined {
  // What a shell makes of a variable that is not set.
  if (words.includes("")) return "An argument is empty.";
  const missing = taken.slice(words.length).find(({ isNeeded }) => isNeeded);
  if (missing) return `${missing.called} is missing.`;
  if (words.length <= taken.length) return undefined;
  return `Arguments without a name: ${words.length} given, ${taken.length} at most.`;
}

function usageOf({ call, does, options = {}, words = [] }: CommandLine): string {
  const named = Object.entries(options).map(([name, { does, value }]) => {
    const text = value === undefined ? `--${name}` : `--${name} ${value}`;
    return { text, does, inCall: `[${text}]` };
  });
  const bare = words.map(({ called, does, isNeeded }) => {
    return { text: called, does, inCall: isNeeded ? called : `[${called}]` };
  });
  const all = [...bare, ...named];
  const lines = [...all, { text: "--help", does: "Prints this." }];
  const width = Math.max(...lines.map(({ text }) => text.length));
  // npm keeps to itself what does not stand behind two dashes.
  const behind = all.length > 0 && call.startsWith("npm ") ? [call, "--"] : [call];
  return [
    `Usage: ${[...behind, ...all.map(({ inCall }) => inCall)].join(" ")}`,
    does,
    "",
    ...lines.map(({ text, does }) => `  ${text.padEnd(width)}  ${does}`),
  ].join("\n");
}
