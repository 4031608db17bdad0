import { z } from "zod";
import { check } from "../block-kit/block-kit-check.ts";
import { type JsonObject, parseJson } from "../json.ts";
import { Refusal } from "../refusal.ts";
import type { World } from "../world.ts";

export type Call = { readonly world: World; readonly args: JsonObject };

/** One Web API method. What it returns is sent with `ok: true`; it throws Refusal to say no. */
export type WebApiMethod = {
  /** `app` for methods that want the app-level token. */
  readonly token?: "app";
  readonly scope?: string;
  run(call: Call): JsonObject;
};

export type MethodTable = Readonly<Record<string, WebApiMethod>>;

/** A boolean argument: form-encoded calls spell it. */
export const flag = z.union([z.boolean(), z.stringbool()]).optional();
export const count = z.coerce.number().int().min(0).optional();

/** The arguments a method needs. Unknown ones are ignored, as Slack does. */
export function readArgs<T>(schema: z.ZodType<T>, args: JsonObject): T {
  const checked = check(schema, args, "");
  if (checked.ok) return checked.value;
  throw new Refusal("invalid_arguments", { messages: checked.messages });
}

/** Throws `missing_scope` with what is needed and what is provided. */
export function requireScope(world: World, needed: string): void {
  const scopes = world.credentials.scopes;
  if (scopes.has(needed)) return;
  throw new Refusal("missing_scope", { extra: { needed, provided: [...scopes].join(",") } });
}

/** Arguments that are JSON, and what Slack says where they are none. */
const jsonArguments: ReadonlyMap<string, string> = new Map([
  ["view", "invalid_arguments"],
  ["blocks", "invalid_blocks_format"],
  ["attachments", "invalid_arguments"],
  ["metadata", "invalid_arguments"],
  ["files", "invalid_arguments"],
  ["unfurls", "invalid_unfurls_format"],
]);

/** Objects travel as JSON text inside form-encoded calls. */
export function decodeArgument(key: string, value: unknown): unknown {
  const refusal = jsonArguments.get(key);
  if (refusal === undefined || typeof value !== "string") return value;
  const decoded = parseJson(value);
  if (decoded !== undefined) return decoded;
  throw new Refusal(refusal, { messages: [`[ERROR] not valid JSON [json-pointer:/${key}]`] });
}

/** One page of a list, with Slack's cursor. */
export function page<T>(items: readonly T[], cursor: string | undefined, limit: number) {
  const start = Number(cursor === undefined || cursor === "" ? 0 : Buffer.from(cursor, "base64").toString());
  if (!Number.isInteger(start) || start < 0 || start > items.length) throw new Refusal("invalid_cursor");
  const end = start + limit;
  const next = end < items.length ? Buffer.from(String(end)).toString("base64") : "";
  return { items: items.slice(start, end), response_metadata: { next_cursor: next } };
}
