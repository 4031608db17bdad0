/** As keyboards, phones and Slack write them, and our own sentences. */
const double = '"“”„«»';
const single = "'`‘’‚‹›";

/** The blanks inside are taken off by themselves: with a place of their own in it, thousands of them would be tried in every combination. */
const inDouble = new RegExp(`^[${double}]([^${double}]+)[${double}]$`);
const inAny = new RegExp(`^[${double}${single}](.+)[${double}${single}]$`, "s");

/** What stands in quotes from its first to its last character; any other text as it is. */
export function withoutQuotes(text: string): string {
  return inDouble.exec(text.trim())?.[1]?.trim() ?? text;
}

/** The same of quotes of any kind, which may belong to a name: for whoever has looked for it as it is. Undefined: it is in none. */
export function insideQuotes(text: string): string | undefined {
  return inAny.exec(text.trim())?.[1]?.trim() || undefined;
}
