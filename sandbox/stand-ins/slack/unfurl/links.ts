/** A link as `link_shared` tells it: the domain as it is registered, the address as the message holds it. */
export type Link = { readonly domain: string; readonly url: string };

/** What a text is made of, as far as links go: code, what stands in angle brackets, and bare addresses. */
const pieces = /```[\s\S]*?```|`[^`\n]+`|<[^>]*>|https?:\/\/[^\s<>`]+/gi;
const bracketed = /^<(https?:\/\/[^|>]+)/i;
/** What ends a sentence or a pair of marks is no part of a bare address. */
const trailing = /[.,;:!?'")\]*_~]+$/;

/** Slack keeps `&` in an address as `&amp;`, and tells it so: https://github.com/slackapi/python-slack-events-api/issues/49 */
function keptUrl(bare: string): string {
  return bare.replace(trailing, "").replace(/&(?!(?:amp|lt|gt);)/g, "&amp;");
}

function isBare(piece: string): boolean {
  return /^http/i.test(piece);
}

function urlIn(piece: string): string | undefined {
  return isBare(piece) ? keptUrl(piece) : bracketed.exec(piece)?.[1];
}

/** The addresses in a message, each once. Those without `http://` or `https://` are none, nor are those in code. */
export function urlsIn(text: string): readonly string[] {
  return [...new Set((text.match(pieces) ?? []).flatMap((piece) => urlIn(piece) ?? []))];
}

/** What Slack makes of what somebody types: bare addresses become links. */
export function withLinks(typed: string): string {
  return typed.replace(pieces, (piece) => {
    return isBare(piece) ? `<${keptUrl(piece)}>${trailing.exec(piece)?.[0] ?? ""}` : piece;
  });
}

/**
 * The links on these domains. A domain stands for what is below it too, on any port, but not for what is above it:
 * https://docs.slack.dev/messaging/unfurling-links-in-messages
 */
export function linksOn(domains: readonly string[], text: string): readonly Link[] {
  return urlsIn(text).flatMap((url) => {
    const host = URL.parse(url.replaceAll("&amp;", "&"))?.hostname ?? "";
    const [domain] = domains
      .filter((each) => host === each || host.endsWith(`.${each}`))
      .toSorted((one, other) => other.length - one.length);
    return domain === undefined ? [] : [{ domain, url }];
  });
}
