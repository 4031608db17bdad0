import type { z } from "zod";
import { readObject } from "../json.ts";

type Issue = z.core.$ZodIssue;

function pointer(path: readonly PropertyKey[]): string {
  return `[json-pointer:/${path.map(String).join("/")}]`;
}

function sayTooBig(issue: z.core.$ZodIssueTooBig): string {
  if (issue.origin === "array") return `no more than ${issue.maximum} items allowed`;
  if (issue.origin === "string") return `must be less than ${Number(issue.maximum) + 1} characters`;
  return `must be less than or equal to ${issue.maximum}`;
}

function sayTooSmall(issue: z.core.$ZodIssueTooSmall): string {
  if (issue.origin === "array") return `no less than ${issue.minimum} items allowed`;
  if (issue.origin === "string") return `must be more than ${Number(issue.minimum) - 1} characters`;
  return `must be greater than or equal to ${issue.minimum}`;
}

function sayIssue(issue: Issue, root: readonly string[]): string[] {
  const path = [...root, ...issue.path];
  const line = (message: string, at: readonly PropertyKey[] = path) => `[ERROR] ${message} ${pointer(at)}`;
  switch (issue.code) {
    case "too_big":
      return [line(sayTooBig(issue))];
    case "too_small":
      return [line(sayTooSmall(issue))];
    case "unrecognized_keys":
      return issue.keys.map((key) => line(`invalid additional property: ${key}`));
    case "invalid_union":
      return [line(`unsupported type: ${String(readObject(issue.input).type)}`)];
    case "invalid_type": {
      const field = String(path.at(-1));
      const isMissing = issue.input === undefined;
      return [isMissing ? line(`missing required field: ${field}`, path.slice(0, -1)) : line(issue.message)];
    }
    default:
      return [line(issue.message)];
  }
}

/** What a check found: the value as its schema reads it, or Slack's lines, each with a JSON pointer. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly messages: readonly string[] };

/** Checks what the bot sent. `root` is where it stands in the request, such as `view` or `blocks`. */
export function check<T>(schema: z.ZodType<T>, value: unknown, root: string): Checked<T> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return { ok: true, value: parsed.data };
  const path = root === "" ? [] : [root];
  return { ok: false, messages: parsed.error.issues.flatMap((issue) => sayIssue(issue, path)) };
}
