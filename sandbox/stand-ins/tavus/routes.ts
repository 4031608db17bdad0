import type { Names } from "./names.ts";

/** What a request asks for, in the same words as the bot's errors. */
export type Operation =
  | "create persona"
  | "list personas"
  | "get persona"
  | "patch persona"
  | "delete persona"
  | "list replicas"
  | "get replica";

export type Route = { operation: Operation; names: Names; id: string };

const pathPattern = /^\/v2\/(personas|pals|replicas|faces)(?:\/([^/]+))?$/;

const onPersonas: Record<string, Operation> = { GET: "list personas", POST: "create persona" };
const onPersona: Record<string, Operation> = {
  GET: "get persona",
  PATCH: "patch persona",
  DELETE: "delete persona",
};
const onReplicas: Record<string, Operation> = { GET: "list replicas" };
const onReplica: Record<string, Operation> = { GET: "get replica" };

export function findRoute(method: string, path: string): Route | undefined {
  const [, collection, id] = pathPattern.exec(path) ?? [];
  if (collection === undefined) return undefined;
  const isPersona = collection === "personas" || collection === "pals";
  const methods = isPersona ? (id ? onPersona : onPersonas) : id ? onReplica : onReplicas;
  const operation = methods[method];
  const names = collection === "pals" || collection === "faces" ? "current" : "legacy";
  return operation && { operation, names, id: decodeURIComponent(id ?? "") };
}
