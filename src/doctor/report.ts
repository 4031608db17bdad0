import { styleText } from "node:util";
import type { Finding } from "../finding.ts";
import { printableLine } from "../printable.ts";
import { plural } from "../text/plural.ts";
import type { Examination, Section } from "./examine.ts";

export type Look = {
  colour: boolean;
  /** Width of the terminal; undefined: lines are not broken, so that a line stays one for grep. */
  columns?: number | undefined;
};

const marks = {
  good: { text: "✔ good   ", style: "green" },
  note: { text: "! note   ", style: "yellow" },
  bad: { text: "✘ bad    ", style: "red" },
  skipped: { text: "– skipped", style: "gray" },
} as const;

const indent = "  ";
const gap = "  ";
const narrowest = 40;
const widest = 110;

/** The examination as text for a person: groups, aligned columns, and a last sentence that says what it comes to. */
export function renderReport(examination: Examination, look: Look): string {
  const { sections, inviteLink } = withoutControls(examination);
  const findings = sections.flatMap((section) => section.findings);
  const nameWidth = Math.max(...findings.map(({ name }) => name.length));
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    look.colour ? styleText(style, text, { validateStream: false }) : text;
  const groups = sections.map(({ heading, findings }) =>
    [
      paint("bold", heading),
      ...findings.flatMap((finding) => renderFinding(finding, nameWidth, look, paint)),
    ].join("\n"),
  );
  return [...groups, renderLinks(inviteLink, sections), paint(["bold"], conclude(sections))].join("\n\n");
}

/** Findings repeat what services and servers said, and a terminal obeys some characters. */
function withoutControls({ sections, inviteLink }: Examination): Examination {
  const harmless = ({ heading, findings }: Section) => ({
    heading,
    findings: findings.map((finding) => ({
      ...finding,
      name: printableLine(finding.name),
      sentence: printableLine(finding.sentence),
      ...(finding.remedy !== undefined && { remedy: printableLine(finding.remedy) }),
    })),
  });
  return { sections: sections.map(harmless), inviteLink: inviteLink && printableLine(inviteLink) };
}

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

function renderFinding(finding: Finding, nameWidth: number, { columns }: Look, paint: Paint): string[] {
  const { text: mark, style } = marks[finding.state];
  const start = `${indent}${mark}${gap}${finding.name.padEnd(nameWidth)}${gap}`;
  const room = columns === undefined ? Number.POSITIVE_INFINITY : Math.min(columns, widest) - start.length;
  const width = Math.max(room, narrowest);
  const remedy = finding.remedy === undefined ? [] : wrap(`→ ${finding.remedy}`, width);
  const [first = "", ...rest] = [...wrap(finding.sentence, width), ...remedy];
  const margin = " ".repeat(start.length);
  const head = `${indent}${paint(style, mark)}${start.slice(indent.length + mark.length)}${first}`;
  return [head, ...rest.map((line) => `${margin}${line}`)];
}

/** Breaks between words; a word that is too long, such as an address, is never broken. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}

function renderLinks(inviteLink: string | undefined, sections: readonly Section[]): string {
  const discord = inviteLink ?? "(its link stands here as soon as DISCORD_TOKEN is set and taken)";
  const slack = "run npm run -s slack:manifest, and paste what it prints at https://api.slack.com/apps";
  const isSlackOn = sections.some(({ heading, findings }) => heading === "Slack" && findings.length > 1);
  const where = isSlackOn ? "your app, App Manifest" : "Create New App, From a manifest";
  return [`Invite the bot to a Discord server: ${discord}`, `Slack: ${slack} under ${where}.`].join("\n");
}

function conclude(sections: readonly Section[]): string {
  const wrong = sections.flatMap(({ heading, findings }) =>
    findings.filter(({ state }) => state === "bad").map(({ name }) => `${heading}: ${name}`),
  );
  if (wrong.length === 0) return "All is well.";
  const where = wrong.join("; ");
  return plural(wrong.length, {
    one: `One thing is wrong (${where}). Do what the arrows say, then run npm run doctor again.`,
    other: `${wrong.length} things are wrong (${where}). Do what the arrows say, then run npm run doctor again.`,
  });
}
