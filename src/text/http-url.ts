/** An address that people may follow, as it is written in a message: undefined for one that is none, or no http(s). */
export function httpUrl(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") return undefined;
  // Nothing in it may end the brackets or the address that it stands in.
  return url.href.replace(/[()<>|\\]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
