import { type FoundText, hole } from "./collect-texts.ts";

/** Who reads a text: people in a chat, of one platform or of both, or whoever runs the bot. */
export type Readers = "chat" | "discord" | "slack" | "operator";

/** Two lines of a message, which is as much as anybody reads at once. */
const longestSentence = 160;
/** Whoever runs the bot reads in a terminal, with names and addresses in between. */
const longestForOperator = 260;
/** Several sentences. */
const longestParagraph = 420;

const folders: [start: string, readers: Readers | undefined][] = [
  ["src/discord/connection/", "operator"],
  ["src/discord/doctor/", "operator"],
  ["src/discord/register.ts", "operator"],
  ["src/discord/keep-registered.ts", "operator"],
  ["src/discord/", "discord"],
  ["src/slack/connection/", "operator"],
  ["src/slack/doctor/", "operator"],
  // Pages in a browser, and what they tell their operator: there the bot has a name and is no speaker.
  ["src/slack/install/", "operator"],
  ["src/slack/register.ts", "operator"],
  ["src/slack/removal.ts", "operator"],
  ["src/slack/manifest.ts", "operator"],
  ["src/slack/slack-error.ts", "operator"],
  ["src/slack/", "slack"],
  // What whoever writes a form wrongly reads, and what a persona is told.
  ["src/chat/form/form.ts", undefined],
  ["src/commands/persona-create/templates.ts", undefined],
  ["src/personas/content/prompt.ts", undefined],
  ["src/personas/sync/pages/", undefined],
  ["src/tenants/operator-use.ts", "operator"],
  ...["chat", "commands", "conversations", "errors.ts", "owed", "personas", "replicas", "tenants"].map(
    (name): [string, Readers] => [`src/${name}`, "chat"],
  ),
  ...["text/counted.ts", "videos", "warnings", "landing-pages", "templates"].map(
    (name): [string, Readers] => [`src/${name}`, "chat"],
  ),
  ["src/main/app-update.ts", "slack"],
  ...["backup", "config", "doctor", "finding.ts", "main", "network-reason.ts", "upkeep", "web"].map(
    (name): [string, Readers] => [`src/${name}`, "operator"],
  ),
  ["src/database/", undefined],
  ["src/verify/", "operator"],
  ["src/", undefined],
];

/** The folder that fits first; undefined: nobody reads the texts of that file. */
export function readersOf({ path, platform }: Pick<FoundText, "path" | "platform">): Readers | undefined {
  const found = folders.find(([start]) => path.startsWith(start));
  return found?.[1] === "chat" && platform ? platform : found?.[1];
}

/** Words that follow each other, or something that is written as a sentence or a label is. */
export function isSaid({ text }: Pick<FoundText, "text">): boolean {
  return /\p{L}{2,}[,:;]? \p{L}/u.test(text) || /^[A-Z][a-z]+[.!?…]?$/.test(text) || hasWordBesideHole(text);
}

function hasWordBesideHole(text: string): boolean {
  return text.includes(hole) && /(^|\s|……)[,;:]? ?\p{L}{2,}( |$|……)/u.test(text) && !text.includes("/");
}

type Rule = { name: string; applies: readonly Readers[]; breach(text: string): boolean };

const inChats: readonly Readers[] = ["chat", "discord", "slack"];
const everywhere: readonly Readers[] = [...inChats, "operator"];

const names =
  /Hello, this is PersonaForge|\/invite @PersonaForge|Set up PersonaForge|[Uu]pdate PersonaForge/g;
const oursAsAWord = /\b([Kk]eep(ing)?|[Aa]ll)( all| of)? ours\b|\bOurs kept\b/g;
/** Written by people who set them, or read in Slack's and Tavus's own pages. */
const codesToType =
  /npm run [\w:-]+|[A-Z]+(_[A-Z]+)+(=\w+)?|\b(channels|groups|chat|connections|users):\w+|\bkB\b|https?:\S+/g;

export const rules: readonly Rule[] = [
  {
    name: "one speaker: I, or nothing",
    applies: everywhere,
    breach: (text) => /\b([Ww]e|[Oo]urs?|us|[Oo]urselves)\b/.test(text.replace(oursAsAWord, "")),
  },
  {
    name: "in a chat the bot is I",
    applies: inChats,
    breach: (text) =>
      /\b(the|this) bot\b/i.test(
        text.replace(/whoever runs the bot|the (new )?Bot User OAuth Token/gi, ""),
      ) || text.replace(names, "").includes("PersonaForge"),
  },
  {
    name: "whoever runs the bot is called so",
    applies: inChats,
    breach: (text) => /\boperators?\b/i.test(text),
  },
  {
    name: "no words of ours for a team",
    applies: everywhere,
    breach: (text) => /\b(guild|tenant)s?\b/i.test(text.replace(/\bGuilds\b/, "")),
  },
  {
    name: "what both platforms read names neither's places",
    applies: ["chat"],
    breach: (text) =>
      /\b(servers?|workspaces?|Discord|Slack)\b/.test(
        text.replace(/on a server that only Tavus knows|another server|^…… servers$|1 server$/, ""),
      ),
  },
  {
    name: "Discord has servers",
    applies: ["discord"],
    breach: (text) => /\bworkspaces?\b|\bSlack\b/.test(text),
  },
  {
    name: "Slack has workspaces",
    applies: ["slack"],
    breach: (text) => /\bservers?\b|\bDiscord\b/i.test(text),
  },
  {
    name: "no code names",
    applies: inChats,
    breach: (text) => {
      const rest = text.replace(codesToType, "");
      return /\b[a-z]+[A-Z]\w*\b|\b\d{4}-[a-z]+-[a-z]+|\b[a-z]+_[a-z_]+\b/.test(rest);
    },
  },
  {
    name: "no piece of a sentence",
    applies: inChats,
    breach: (text) => /^([ ,;]+|\n)(?=.*[a-z]{2})/s.test(text) || /[a-z]……s\b|……s\b/.test(text),
  },
  {
    name: "no word that was given up",
    applies: inChats,
    breach: (text) =>
      /Record here|nothing is lost\. It|The closest are|Gone from Tavus|not linked yet|went wrong on|[Ss]omebody who manages/.test(
        text,
      ),
  },
  {
    name: "no turn of phrase that people stumble over",
    applies: everywhere,
    breach: (text) =>
      /\b(shall|anew|needs doing|has to be done|left to do|who may can|key of today|the key before)\b|[Ll]ook(ing)? (whether|which|how far|what a)\b|words? behind|stands (otherwise|behind)|\b(that|which) stands/.test(
        text,
      ),
  },
  {
    name: "a sentence is two lines at most",
    applies: inChats,
    breach: (text) => sentencesOf(text).some((sentence) => sentence.length > longestSentence),
  },
  {
    name: "a sentence for whoever runs the bot is three lines at most",
    applies: ["operator"],
    breach: (text) =>
      !text.includes("{") && sentencesOf(text).some((sentence) => sentence.length > longestForOperator),
  },
  {
    name: "a paragraph is a few sentences",
    applies: inChats,
    breach: (text) => text.split("\n").some((paragraph) => paragraph.length > longestParagraph),
  },
];

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.?!])\s+|\n/);
}

/** The rules that a text breaks where these people read it. */
export function breachesOf(text: string, readers: Readers): string[] {
  return rules
    .filter(({ applies, breach }) => applies.includes(readers) && breach(text))
    .map(({ name }) => name);
}
