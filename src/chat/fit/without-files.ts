import type { Reply, ReplyFile } from "../reply.ts";

/**
 * Says a reply without those of its files that could not be delivered: what people typed is never lost with its file. `maySay`: of
 * which the text stands in the message.
 */
export function sayWithout(
  reply: Reply,
  missing: readonly ReplyFile[],
  maySay: (reply: Reply, file: ReplyFile) => boolean = (_, { isTyped }) => isTyped === true,
): Reply {
  if (missing.length === 0) return reply;
  const { notes = [], files = [] } = reply;
  if (reply.withoutFiles) return { ...reply.withoutFiles, notes };
  const left = files.filter((file) => !missing.includes(file));
  const typed = missing
    .filter((file) => maySay(reply, file))
    .map(({ name, text }) => `${name}:\n${String(text).replace(/\n$/, "")}`);
  const { files: _, ...others } = reply;
  return {
    ...others,
    ...(left.length > 0 && { files: left }),
    ...(typed.length > 0 && { text: [reply.text, ...typed].filter(Boolean).join("\n\n") }),
  };
}
