import { writeEmoji } from "../../text/emoji.ts";

/** One, or some that touch: a skin tone is a name of its own. */
const names = /(?<!:)(?::[\w+-]+:)+(?!:)/g;
/** What words and paths are made of in which such a name is a part; people set no emoji off from letters of most other writings. */
const within = /[\p{Script=Latin}\d_/\\{}<>=:-]/u;
/** Of these letters and fewer, as `:id:` and `:x:`, people write other things too. */
const shortName = /^:(?:[\w+-]{1,3}|\d+):$/;

/**
 * What somebody typed. Slack puts a name such as `:rocket:` in the place of every emoji (slackapi/bolt-js#1469), and Tavus would
 * read that out. What stands within a word or a path stays, for there people mean the letters: `a:phone:b`.
 */
export function readTyped(text: string): string {
  return text.replace(names, (written: string, at: number) => {
    const before = within.test(text.charAt(at - 1));
    const behind = within.test(text.charAt(at + written.length));
    const isWithin = shortName.test(written) ? before || behind : before && behind;
    return isWithin ? written : writeEmoji(written);
  });
}
