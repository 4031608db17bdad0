import type { Mention } from "../../chat/mention.ts";

/** https://discord.com/developers/docs/reference#message-formatting */
const signs: Record<Mention["kind"], string> = { person: "@", role: "@&", channel: "#" };

/**
 * Mentions in a row, as Discord's client turns them into names; a message that allows no mentions notifies nobody.
 * Whole ones only: what `most` characters do not hold is counted at the end.
 */
export function renderMentions(mentions: readonly Mention[], most: number): string {
  const written = mentions.map(({ kind, id }) => `<${signs[kind]}${id}>`);
  const whole = written.join(" ");
  if (whole.length <= most) return whole;
  let shown = written.length - 1;
  while (shown > 0 && counted(written, shown).length > most) shown -= 1;
  return counted(written, shown);
}

function counted(written: readonly string[], shown: number): string {
  return [...written.slice(0, shown), `and ${written.length - shown} more`].join(" ");
}
