import names from "./emoji-names.json" with { type: "json" };

/**
 * Slack's names of emoji, as it puts them in the place of those that people type: `rocket` for 🚀. From
 * https://github.com/iamcal/emoji-data 16.0.0 (MIT, © 2013 Cal Henderson), where Slack takes them from.
 */
const emojiByName: ReadonlyMap<string, string> = new Map(Object.entries(names));

/** `:rocket:` becomes 🚀, with the skin tone whose name follows; what is no emoji's name stays. */
export function writeEmoji(text: string): string {
  return text.replace(named, (typed, name: string, tone: string | undefined) => {
    const emoji = emojiByName.get(name);
    if (emoji === undefined) return tone === undefined ? typed : `:${name}:${emojiByName.get(tone)}`;
    return tone === undefined ? emoji : toned(emoji, emojiByName.get(tone) ?? "");
  });
}

const named = /:([\w+-]+):(?::(skin-tone-[2-6]):)?/g;

/** Whoever can have a tone; the hands that two people hold have none of their own. */
const bearer = /(?!\u{1f91d}\u200d)(\p{Emoji_Modifier_Base})\ufe0f?/gu;

/** Each tone stands at its bearer, before what joins that to others, such as a computer: https://www.unicode.org/reports/tr51/#multiperson_skintones */
function toned(emoji: string, tone: string): string {
  const written = emoji.replace(bearer, `$1${tone}`);
  return written === emoji ? emoji + tone : written;
}
