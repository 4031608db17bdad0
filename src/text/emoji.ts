import names from "./emoji-names.json" with { type: "json" };

/**
 * Slack's names of emoji, as it puts them in the place of those that people type: `rocket` for 🚀. From
 * https://github.com/iamcal/emoji-data 16.0.0 (MIT, © 2013 Cal Henderson), where Slack takes them from.
 */
const emojiByName: ReadonlyMap<string, string> = new Map(Object.entries(names));

/** `:rocket:` becomes 🚀; what is no emoji's name stays. */
export function writeEmoji(text: string): string {
  return text.replace(/:([\w+-]+):/g, (typed, name: string) => emojiByName.get(name) ?? typed);
}
