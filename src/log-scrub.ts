import { secretForms } from "./text/secret-forms.ts";

/**
 * Where a word begins, in JSON too: there the end of a line is written as `\n`, whose letter belongs to no word. Tried from each
 * word within a run of such characters, a long line with many hyphens would take seconds.
 */
const begin = String.raw`(?:(?<=\\[bfnrt]|\\u[\da-f]{4})|(?<![\w-])(?!(?<=\\)[bfnrtu]))`;

/**
 * `$1` keeps what identifies the place; the secret after it goes. None of them can match a quote or a backslash, so JSON stays JSON.
 */
const secretPatterns: [RegExp, string][] = [
  // Discord's interaction and webhook tokens are part of the address, and so of discord.js's errors.
  [/(\/interactions\/\d+\/)[^/?"'\s\\]+/g, "$1[redacted]"],
  [/(\/webhooks\/\d+\/)[^/?"'\s\\]+/g, "$1[redacted]"],
  [new RegExp(`${begin}[\\w-]{18,}\\.[\\w-]{6,7}\\.[\\w-]{27,}`, "g"), "[redacted]"],
  // Slack: https://docs.slack.dev/authentication/tokens
  [/(xox[a-z]|xapp)[-.][\w.%-]+/g, "$1-[redacted]"],
  [/(hooks\.slack\.com\/)[^"'\s\\]+/g, "$1[redacted]"],
  [/(\/(?:commands|actions|app)\/[TE]\w+\/)[^"'\s\\]+/g, "$1[redacted]"],
  [/(Bearer) [\w.~+/=-]+/g, "$1 [redacted]"],
  // A password in an address: postgres://user:password@host.
  [/(:\/\/[^:/@"'\s\\]*:)[^@/"'\s\\]+@/g, "$1[redacted]@"],
];

/** Blots out everything in a text that looks like a token of Discord or Slack, or like a password in an address. */
export function scrub(text: string): string {
  return secretPatterns.reduce((scrubbed, [pattern, kept]) => scrubbed.replace(pattern, kept), text);
}

/** A shorter one is no secret for long, and stands in half of all words: what is left of a log without it tells it. */
const shortestSecret = 4;

/** A `scrub` that also blots out these exact values, however they are written. */
export function createScrubber(secrets: string[] = []): (text: string) => string {
  const forms = secrets.filter(({ length }) => length >= shortestSecret).flatMap(secretForms);
  return (text) => scrub(forms.reduce((rest, form) => rest.replaceAll(form, "[redacted]"), text));
}
