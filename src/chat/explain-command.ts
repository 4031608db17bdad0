import { inQuotes } from "../short-name.ts";
import { distance } from "../text/distance.ts";
import { fold } from "../text/fold.ts";
import type { CommandListing } from "./command.ts";
import { isEarly } from "./form/form.ts";
import { choiceFieldsOf, fieldsOf, namedTexts, takerOf, typedAs } from "./form/values-from-text.ts";
import type { Access, Member, Platform } from "./member.ts";
import type { Reply } from "./reply.ts";

/** What somebody types behind a Slack command to have it explained instead of run; phones make one dash of two. */
export function asksForHelp(text: string): boolean {
  return /^(help|-h|--?help|\?)$/.test(fold(text));
}

/** Who that is, as each platform calls them. */
const admins: { [who in Platform | "organization"]: string } = {
  discord: "Admins may use it: people with Manage Server.",
  slack: "Admins may use it: admins and owners of this workspace.",
  organization: "Admins may use it: admins and owners of your whole organization.",
};

const whoMay: { [access in Exclude<Access, "admin">]: string } = {
  member: "Everybody here may use it.",
  author: "Everybody here may use it; once the team has named persona managers, only they and admins.",
  manager: "Persona managers and admins may use it.",
  talk: "Everybody here may use it, unless an admin has left calls to managers and admins.",
  video: "Everybody here may use it, unless an admin has left videos to managers and admins.",
};

/** What a command does and what can be said with it, as it is typed where this person is. */
export function explainReply(
  command: CommandListing,
  { platform, adminsOf }: Pick<Member, "platform" | "adminsOf">,
): Reply {
  const { name, summary, access, form } = command;
  const options = platform === "slack" ? typedLines(command) : optionLines(command);
  const opens = form ? ["It opens a form, and nothing is done before you send that."] : [];
  return {
    tone: "neutral",
    title: `/${name}`,
    text: [
      `${summary}.`,
      access === "admin" ? admins[adminsOf ?? platform] : whoMay[access],
      ...opens,
      ...options,
    ].join("\n"),
  };
}

/** Words behind a command that it does not know: nothing was run, and these are those that it does. */
export function unknownWordsReply(command: CommandListing, leftover: string): Reply {
  const { name } = command;
  const lines = choiceLines(command);
  if (lines.length === 0) {
    // What was typed is not repeated: somebody may have put a key there.
    const text = `Nothing was done. Run /${name} alone.`;
    return { tone: "failure", title: `/${name} takes no words after it`, text };
  }
  const [word = ""] = leftover.split(/\s+/);
  return {
    tone: "failure",
    title: `/${name} does not know ${word.length <= longestRepeated ? inQuotes(word) : "that"}`,
    text: ["Nothing was done.", ...meantBy(command, word), "What it knows:", ...lines].join("\n"),
    notes: [`/${name} help explains it.`],
  };
}

const longestRepeated = 30;

/** So many letters may be wrong in a word that is still recognised. */
const mostWrong = 2;

function meantBy(command: CommandListing, word: string): string[] {
  if (word.length > longestRepeated) return [];
  const typed = word.toLowerCase();
  const known = choiceFieldsOf(fieldsOf(command)).flatMap(([key, { choices }]) =>
    choices.map(({ value }) => typedAs(command, key, value)),
  );
  const [closest] = known
    .map((said) => ({ said, far: distance(typed, said) }))
    .filter(({ said, far }) => far <= mostWrong && far < said.length / 2)
    .sort((a, b) => a.far - b.far);
  return closest ? [`Did you mean /${command.name} ${closest.said}?`] : [];
}

/** What is typed behind it, as a pattern: what it takes as text, behind the choices that a word alone says. */
export function usageOf(command: CommandListing): string {
  if (command.usage !== undefined) return command.usage;
  const taker = takerOf(command);
  const words = wordsAlone(command);
  return [
    ...(words.length > 0 ? [`[${words.join(" | ")}]`] : []),
    ...(taker ? [`[${taker.field.label.toLowerCase()}]`] : []),
  ].join(" ");
}

/** The choices that a word alone says. */
function wordsAlone(command: CommandListing): string[] {
  const alone = choiceFieldsOf(fieldsOf(command)).find(([key, { choices }]) =>
    choices.every(({ value }) => typedAs(command, key, value) === value),
  );
  return alone ? alone[1].choices.map(({ value }) => value) : [];
}

function typedLines(command: CommandListing): string[] {
  const usage = usageOf(command);
  return [
    ...(usage ? [`• /${command.name} ${usage}`] : []),
    ...choiceLines(command),
    ...namedTexts(command).map((key) => `• /${command.name} ${key}:[id] – ${fieldsOf(command)[key]?.label}`),
    ...quotesLine(command),
  ];
}

/** The way to what has one of these words as its name; `help` is one everywhere. */
function quotesLine(command: CommandListing): string[] {
  const word = wordsAlone(command).at(-1) ?? "help";
  return takerOf(command) ? [`• /${command.name} "${word}" – In quotes a word is a name`] : [];
}

/** Where there are several kinds of choices, each stands below what it is about. */
function choiceLines(command: CommandListing): string[] {
  const kinds = choiceFieldsOf(fieldsOf(command));
  return kinds.flatMap(([key, { label: about, choices }]) => [
    ...(kinds.length > 1 ? [`${about}:`] : []),
    ...choices.map(({ value, label }) => `• /${command.name} ${typedAs(command, key, value)} – ${label}`),
  ]);
}

function optionLines(command: CommandListing): string[] {
  const asked = Object.entries(fieldsOf(command)).filter(([, field]) => !command.form || isEarly(field));
  return asked.map(([key, { label, hint }]) => `• ${key}: ${hint ?? label}`);
}
