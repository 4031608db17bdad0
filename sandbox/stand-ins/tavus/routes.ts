import type { Names } from "./names.ts";

/** What a request asks for, in the same words as the bot's errors. */
export type Operation =
  | "create persona"
  | "list personas"
  | "get persona"
  | "patch persona"
  | "delete persona"
  | "list replicas"
  | "get replica"
  | "list voices"
  | "create conversation"
  | "list conversations"
  | "get conversation"
  | "end conversation"
  | "delete conversation";

export type Route = { operation: Operation; names: Names; id: string };

type Collection = { names: Names; methods: { whole: Methods; one: Methods; end?: Methods } };
type Methods = { [method: string]: Operation };

const personas: Collection["methods"] = {
  whole: { GET: "list personas", POST: "create persona" },
  one: { GET: "get persona", PATCH: "patch persona", DELETE: "delete persona" },
};
const replicas: Collection["methods"] = { whole: { GET: "list replicas" }, one: { GET: "get replica" } };
const conversations: Collection["methods"] = {
  whole: { GET: "list conversations", POST: "create conversation" },
  one: { GET: "get conversation", DELETE: "delete conversation" },
  end: { POST: "end conversation" },
};

const collections = new Map<string, Collection>([
  ["personas", { names: "legacy", methods: personas }],
  ["pals", { names: "current", methods: personas }],
  ["replicas", { names: "legacy", methods: replicas }],
  ["faces", { names: "current", methods: replicas }],
  ["voices", { names: "legacy", methods: { whole: { GET: "list voices" }, one: {} } }],
  ["conversations", { names: "legacy", methods: conversations }],
]);

const pathPattern = /^\/v2\/(\w+)(?:\/([^/]+)(?:\/(end))?)?$/;

export function findRoute(method: string, path: string): Route | undefined {
  const [, name = "", id, end] = pathPattern.exec(path) ?? [];
  const collection = collections.get(name);
  if (!collection) return undefined;
  const { names, methods } = collection;
  const operation = (end ? methods.end : id ? methods.one : methods.whole)?.[method];
  return operation && { operation, names, id: decodeURIComponent(id ?? "") };
}
