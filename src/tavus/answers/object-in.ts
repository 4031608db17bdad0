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

export function hasOwnId(body: unknown): boolean {
  return (
    isRecord(body) && Object.entries(body).some(([member, value]) => isId.test(member) && Boolean(value))
  );
}

const isId = /^(persona|pal|replica|face|conversation|video|deployment|voice)_(id|uuid)$/;
