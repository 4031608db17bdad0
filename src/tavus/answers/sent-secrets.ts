import { isRecord, isSecretMember } from "../redact.ts";

/** Members of a request that hold what nobody else may read; the address for callbacks ends with a token. */
const holdsSecret = /password|secret|token|api_?key|authorization|callback_url/i;

/** Shorter ones are words of any sentence. */
const shortest = 6;
/** Parts of an address that were not made to be read; a host has dots. */
const unreadable = /^[\w-]{16,}$/;

/**
 * What must not stand in anybody's words, of whatever a request's body holds: nobody who makes a request has to name it. Tavus
 * repeats what it was sent, whole or in part.
 */
export function secretsIn(body: unknown): string[] {
  return [...textsUnder(body, false)].flatMap(withParts).filter((text) => text.length >= shortest);
}

function* textsUnder(value: unknown, isSecret: boolean): Generator<string> {
  if (typeof value === "string" && isSecret) yield value;
  else if (Array.isArray(value)) for (const item of value) yield* textsUnder(item, isSecret);
  else if (isRecord(value)) {
    // A step of a patch names its member in its path.
    const isAtSecret =
      isSecret || (typeof value.path === "string" && value.path.split("/").some(isSecretName));
    for (const [member, held] of Object.entries(value))
      yield* textsUnder(held, (isAtSecret && member !== "op" && member !== "path") || isSecretName(member));
  }
}

function isSecretName(member: string): boolean {
  return isSecretMember(member) || holdsSecret.test(member);
}

function withParts(text: string): string[] {
  return [text, ...text.split(/[/?&=#]/).filter((part) => unreadable.test(part))];
}
