import type { types } from "@slack/bolt";
import { partsOf, type Time, utc, withTimes } from "../../chat/time-mark.ts";
import { escapeMrkdwn } from "./text.ts";

/** Tokens that each reader's app fills in: https://docs.slack.dev/reference/block-kit/block-elements/date-element */
const formats = {
  moment: "{date_short_pretty} at {time}",
  soon: "{date_short_pretty} at {time_secs}",
} as const;

/** A text as elements: its times in each reader's own zone, everything else plain. */
export function renderTimed(text: string, style?: types.RichTextText["style"]): types.RichTextElement[] {
  return partsOf(text).map(
    (part): types.RichTextElement =>
      typeof part === "string" ? { type: "text", text: part, ...(style && { style }) } : renderTime(part),
  );
}

/** The same as mrkdwn, for the text beside the blocks. */
export function markTimes(text: string): string {
  return withTimes(escapeMrkdwn(text), (time) => {
    const { timestamp, format, fallback } = renderTime(time);
    return `<!date^${timestamp}^${format}|${fallback}>`;
  });
}

function renderTime({ ms, style }: Time): types.RichTextDate & { fallback: string } {
  return { type: "date", timestamp: Math.round(ms / 1000), format: formats[style], fallback: utc(ms) };
}
