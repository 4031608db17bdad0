import { isRecord } from "../redact.ts";

/**
 * The object that an answer is, or that it holds as `data`, alone or as the first of a list: Tavus answers in more ways than one, by
 * what is asked and by its samples. What has an id of its own is the object, for a video has a member `data` as well.
 */
export function objectIn(reply: unknown): unknown {
  if (!isRecord(reply) || hasOwnId(reply)) return reply;
  const inside = Array.isArray(reply.data) ? reply.data[0] : reply.data;
  return isRecord(inside) ? inside : reply;
}

/** `nouns`: what an object of the kind that was asked for is called; absent: any will do. */
export function hasOwnId(body: unknown, nouns?: readonly string[]): boolean {
  if (!isRecord(body)) return false;
  return Object.entries(body).some(([member, value]) => {
    const noun = idOf.exec(member)?.[1];
    return noun !== undefined && (nouns?.includes(noun) ?? true) && Boolean(value);
  });
}

const idOf = /^(persona|pal|replica|face|conversation|video|deployment|voice)_(?:id|uuid)$/;
