/** UTF-8 has a place for whatever people type. SQL_ASCII keeps bytes as they come, and the bot's are UTF-8. */
const whole = new Set(["UTF8", "SQL_ASCII"]);

/** What is to be said of a database by the encoding that its server names; undefined: it keeps every text. */
export function narrowEncoding(encoding: string): { sentence: string; remedy: string } | undefined {
  if (whole.has(encoding)) return undefined;
  return {
    sentence: `its encoding is ${encoding}: a text with characters that this has not, such as an emoji, cannot be saved or found again.`,
    remedy: "Create a database with ENCODING 'UTF8' TEMPLATE template0, and move into it: npm run move.",
  };
}
