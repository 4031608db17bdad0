type Otherwise = { why: string; words: RegExp; becomes: string };

/** What the platforms say otherwise on purpose, each with the reason; whatever else differs is a fault. */
const said: readonly Otherwise[] = [
  {
    why: "who sets the bot up is called otherwise",
    words: /admins and owners of this workspace|[Pp]eople with Manage Server/g,
    becomes: "⟨admins⟩",
  },
  {
    why: "a Slack workspace, a Discord server",
    words: /\b(?:this|your) (?:workspace|server)\b/g,
    becomes: "⟨team⟩",
  },
  {
    why: "managers are people on Slack and roles on Discord",
    words: /"kind":"(?:person|role)"/g,
    becomes: '"kind":"⟨whom⟩"',
  },
];

/** What they show otherwise. */
const shown: readonly Otherwise[] = [
  {
    why: "a long text is a file that hangs on a message of Discord's, and behind a button on Slack",
    words: / *\[ Open [\w-]+\.\w+ \]/g,
    becomes: "",
  },
  {
    why: "an address stands behind its words on Discord and in a button on Slack",
    words: /\(?https?:\/\/[^\s)|>"]+[)|]?/g,
    becomes: "",
  },
  {
    why: "a file that nobody can open stands in the direct messages on Slack, which the answer says",
    words: /\S+\.\w+\S? is in your direct messages with this app\.?/g,
    becomes: "",
  },
  {
    why: "a line of a list holds less on Slack, so that a long name is cut sooner",
    words: /x{30,}…?/g,
    becomes: "⟨long⟩",
  },
  {
    why: "how far a video is goes by the clock",
    words: /\bqueued\b|being made\W+\d+ %/g,
    becomes: "⟨under way⟩",
  },
];

function evened(text: string, otherwise: readonly Otherwise[]): string {
  return otherwise.reduce((rest, { words, becomes }) => rest.replace(words, becomes), text);
}

/** Of an answer before a platform draws it. */
export const saidAlike = (text: string) => evened(text, said);

/** Of a message as a person reads it. */
export const shownAlike = (text: string) => evened(text, [...said, ...shown]);
