import type { Sent, SentFile } from "../guild/message-store.ts";
import { type FieldProblem, refuseIfAny } from "../rest/refusal.ts";
import { type MessageBody, messageBodySchema } from "../wire.ts";
import { problem } from "./component-walk.ts";
import { messageProblems } from "./message-rules.ts";
import { schemaProblems } from "./schema-check.ts";

type Schema = Parameters<typeof schemaProblems>[0];

/** A message body that the published schema and our own rules have passed. Refuses others with 50035. */
export function readMessage(schema: Schema, body: unknown, files: SentFile[]): Sent {
  refuseIfAny(schemaProblems(schema, body ?? {}));
  return readCheckedMessage(body, files);
}

/** The same for a body whose schema was checked before; `prefix` is where it lies in the request. */
export function readCheckedMessage(body: unknown, files: SentFile[], prefix: string[] = []): Sent {
  const message = messageBodySchema.parse(body ?? {});
  const problems = [...messageProblems(message), ...fileProblems(message, files)];
  refuseIfAny(problems.map((found) => ({ ...found, path: [...prefix, ...found.path] })));
  return { body: message, files, prefix };
}

/** Every file needs its entry if `attachments` is given at all. */
function fileProblems({ attachments }: MessageBody, files: SentFile[]): FieldProblem[] {
  if (attachments == null) return [];
  const planned = new Set(attachments.map(({ id }) => id));
  return files
    .filter(({ key }) => !planned.has(key))
    .map(({ key }) =>
      problem(["attachments"], "ATTACHMENT_NOT_FOUND", `files[${key}] is not listed in attachments`),
    );
}
