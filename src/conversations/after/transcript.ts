import { cutText } from "../../cut-text.ts";
import { shortName } from "../../short-name.ts";
import type { ConversationEvent } from "../../tavus/calls/conversation-calls.ts";
import { isRecord } from "../../tavus/redact.ts";
import { spoken } from "../../text/spoken.ts";
import { readTimestamp } from "../timestamp.ts";

/** Who said something: the persona, the person, or, under a name that we do not know, whoever Tavus says. */
export type Speaker = { kind: "persona" } | { kind: "person" } | { kind: "other"; name: string };

/** `atSeconds`: since the call began; undefined where Tavus does not say. */
export type TranscriptLine = { speaker: Speaker; text: string; atSeconds: number | undefined };

/** Both vocabularies, and what language models call themselves: https://docs.tavus.io/sections/webhooks-and-callbacks */
const personaRoles = new Set(["replica", "pal", "face", "persona", "assistant", "avatar", "bot", "agent"]);
const personRoles = new Set(["user", "participant", "human"]);
/** What the persona is told, or tells its tools, is nothing that anybody said. */
const unspokenRoles = new Set(["system", "developer", "tool", "function"]);

/**
 * What was said in a call, as the verbose read tells it; undefined: it tells nothing of it yet. The event may come several times,
 * and a later one may hold more than an earlier one or less: the fullest counts.
 */
export function readTranscript(
  events: readonly ConversationEvent[],
  beganMs: number,
): TranscriptLine[] | undefined {
  const found = events
    .filter(({ type }) => type === "application.transcription_ready")
    .flatMap(({ properties: { transcript } }) =>
      Array.isArray(transcript) ? [readLines(transcript, beganMs)] : [],
    );
  return found.reduce<TranscriptLine[] | undefined>(
    (fullest, lines) => (fullest && fullest.length > lines.length ? fullest : lines),
    undefined,
  );
}

function readLines(rows: readonly unknown[], beganMs: number): TranscriptLine[] {
  return rows.flatMap((row) => {
    if (typeof row !== "object" || row === null) return [];
    const { role, content, timestamp, seconds_from_start: seconds } = row as { [name: string]: unknown };
    const speaker = speakerOf(role);
    const text = textOf(content);
    if (!speaker || text === "") return [];
    return [{ speaker, text, atSeconds: secondsOf({ seconds, timestamp, beganMs }) }];
  });
}

/** A message of a language model is a text, or parts of which some are: https://platform.openai.com/docs/api-reference/chat */
function textOf(content: unknown): string {
  if (typeof content === "string") return content.trim();
  if (!Array.isArray(content)) return "";
  const parts = content.map((part: unknown) => (isRecord(part) ? textOf(part.text) : textOf(part)));
  return parts.filter((part) => part !== "").join(" ");
}

function speakerOf(role: unknown): Speaker | undefined {
  if (typeof role !== "string" || role.trim() === "") return { kind: "other", name: "Somebody" };
  const name = role.trim().toLowerCase();
  if (unspokenRoles.has(name)) return undefined;
  if (personaRoles.has(name)) return { kind: "persona" };
  return personRoles.has(name) ? { kind: "person" } : { kind: "other", name: cutText(role.trim(), 40) };
}

type When = { seconds: unknown; timestamp: unknown; beganMs: number };

function secondsOf({ seconds, timestamp, beganMs }: When): number | undefined {
  if (typeof seconds === "number" && seconds >= 0) return seconds;
  const atMs = readTimestamp(timestamp);
  return atMs === undefined ? undefined : Math.max(0, (atMs - beganMs) / 1000);
}

/** Longer than anybody talks in an hour; what follows is left out, and the file says so. */
const mostCharacters = 400_000;

/** The transcript as the text of a file. */
export function writeTranscript(
  lines: readonly TranscriptLine[],
  { personaName, head }: { personaName: string; head: string },
): string {
  const said = lines.map(({ speaker, text, atSeconds }) => {
    const at = atSeconds === undefined ? "" : `[${clock(atSeconds)}] `;
    return `${at}${spoken(nameOf(speaker, personaName), text)}`;
  });
  const whole = [head, "", ...(said.length > 0 ? said : ["Nothing was said."]), ""].join("\n");
  if (whole.length <= mostCharacters) return whole;
  return `${cutText(whole, mostCharacters)}\n\nIt is longer; the rest is in Tavus alone.\n`;
}

/** A name of two lines could say something in somebody else's place. */
const longestSpeaker = 100;

function nameOf(speaker: Speaker, personaName: string): string {
  switch (speaker.kind) {
    case "persona":
      return shortName(personaName, longestSpeaker);
    case "person":
      return "Caller";
    case "other":
      return shortName(speaker.name, longestSpeaker);
  }
}

function clock(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), Math.floor(seconds % 60)];
  return `${String(minutes).padStart(2, "0")}:${String(rest).padStart(2, "0")}`;
}
