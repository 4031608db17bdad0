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
  | "delete conversation"
  | "send text"
  | "read answer"
  | "create video"
  | "list videos"
  | "get video"
  | "rename video"
  | "delete video"
  | "create deployment"
  | "list deployments"
  | "get deployment"
  | "patch deployment"
  | "delete deployment";

export type Route = { operation: Operation; names: Names; id: string };

/** The methods of the whole collection, of one in it, and of what lies below one. */
type Collection = {
  names: Names;
  methods: { whole: Methods; one: Methods; below?: { [name: string]: Methods } };
};
type Methods = { [method: string]: Operation };

const personas: Collection["methods"] = {
  whole: { GET: "list personas", POST: "create persona" },
  one: { GET: "get persona", PATCH: "patch persona", DELETE: "delete persona" },
};
const replicas: Collection["methods"] = { whole: { GET: "list replicas" }, one: { GET: "get replica" } };
const conversations: Collection["methods"] = {
  whole: { GET: "list conversations", POST: "create conversation" },
  one: { GET: "get conversation", DELETE: "delete conversation" },
  below: {
    end: { POST: "end conversation" },
    respond: { POST: "send text", GET: "read answer" },
  },
};
const videos: Collection["methods"] = {
  whole: { GET: "list videos", POST: "create video" },
  one: { GET: "get video", DELETE: "delete video" },
  below: { name: { PATCH: "rename video" } },
};

const deployments: Collection["methods"] = {
  whole: { GET: "list deployments", POST: "create deployment" },
  one: { GET: "get deployment", PATCH: "patch deployment", DELETE: "delete deployment" },
};

const collections = new Map<string, Collection>([
  ["personas", { names: "legacy", methods: personas }],
  ["pals", { names: "current", methods: personas }],
  ["replicas", { names: "legacy", methods: replicas }],
  ["faces", { names: "current", methods: replicas }],
  ["voices", { names: "legacy", methods: { whole: { GET: "list voices" }, one: {} } }],
  ["conversations", { names: "legacy", methods: conversations }],
  ["videos", { names: "legacy", methods: videos }],
  ["deployments", { names: "current", methods: deployments }],
]);

const pathPattern = /^\/v2\/(\w+)(?:\/([^/]+)(?:\/(end|respond|name))?)?$/;

export function findRoute(method: string, path: string): Route | undefined {
  const [, name = "", id, below] = pathPattern.exec(path) ?? [];
  const collection = collections.get(name);
  if (!collection) return undefined;
  const { names, methods } = collection;
  const operation = (below ? methods.below?.[below] : id ? methods.one : methods.whole)?.[method];
  return operation && { operation, names, id: decodeURIComponent(id ?? "") };
}
