import type { RecordingAnswering, Said } from "../recording-answering.ts";
import type { Lane } from "./lane.ts";
import { plain } from "./plain-words.ts";
import { saidAlike } from "./said-otherwise.ts";

/** What was said since, to whoever acted, in person and in channels. */
export function saidSince(lane: Lane, answering: RecordingAnswering | undefined): string[] {
  const { known, bot, told } = lane;
  const own = (answering?.said ?? []).filter((word) => !["defer", "progress", "holdForm"].includes(word.how));
  const besides = [
    ...bot.direct.sent.map((sent, index) => ({ id: `direct ${index}`, sent })),
    ...bot.channels.messages.map(({ channelId, messageId, edits, reply }) => ({
      id: `post ${messageId} ${edits}`,
      sent: { channelId, reply },
    })),
  ].filter(({ id }) => !told.has(id));
  for (const { id } of besides) told.add(id);
  const words = [...own.map(briefly), ...besides.map(({ sent }) => sent)];
  return words.map((word) => saidAlike(inOneOrder(plain(known, JSON.stringify(word, asText)))));
}

/** What a file holds in place of its bytes. */
export function asText(_key: string, value: unknown): unknown {
  const isBytes = typeof value === "object" && value !== null && "type" in value && value.type === "Buffer";
  return isBytes && "data" in value ? Buffer.from(value.data as number[]).toString() : value;
}

/** What is listed by pages is in the order of ids, which are random; what is gone is looked for beside one another. */
function inOneOrder(json: string): string {
  return json
    .replace(/(?:\\n• (?:(?!\\n)[^"\\]|\\[^n])*)+/g, (lines) => sorted(lines, "\\n"))
    .replace(/(?<=Gone in Tavus: \d+ \().*?(?=\)(?:\\n|"))/g, (names) => sorted(names, ", "));
}

const sorted = (list: string, between: string) => list.split(between).sort().join(between);

/** A form without what is the same in every one of its kind, and without what Discord asks before it opens. */
function briefly(word: Said): unknown {
  if (!("form" in word)) return word;
  const { form, values, ...open } = word.form;
  const late = Object.entries(values).filter(([key]) => form.fields[key]?.early !== true);
  return { how: word.how, ...open, values: Object.fromEntries(late) };
}
