import type { Answer } from "../faults.ts";
import type { SentFile } from "../guild/message-store.ts";
import type { World } from "../world.ts";

/** One request of the bot, read. */
export interface Call {
  world: World;
  /** The parts of the path named in the pattern; asking for another is a mistake in the route. */
  param(name: string): string;
  query: URLSearchParams;
  json: unknown;
  files: SentFile[];
}

export interface Route {
  method: string;
  /** "/channels/:channel/messages" */
  pattern: string;
  /** Needs no `Authorization`: the token in the path is proof enough. */
  isOpen?: true;
  handle(call: Call): Answer;
}

export interface Match {
  route: Route;
  param(name: string): string;
}

/** Finds the route for a decoded path without "/api/v10". A pattern's fixed part wins over a named one by standing earlier. */
export function findRoute(routes: Route[], method: string, path: string): Match | undefined {
  for (const route of routes) {
    const values = route.method === method ? matchPattern(route.pattern, path) : undefined;
    if (values !== undefined) return { route, param: (name) => paramOf(values, name) };
  }
  return undefined;
}

function paramOf(values: Map<string, string>, name: string): string {
  const value = values.get(name);
  if (value === undefined) throw new Error(`The route has no parameter ${name}`);
  return value;
}

function matchPattern(pattern: string, path: string): Map<string, string> | undefined {
  const expected = pattern.split("/");
  const actual = path.split("/");
  if (expected.length !== actual.length) return undefined;
  const values = new Map<string, string>();
  for (const [index, part] of expected.entries()) {
    const value = actual[index] ?? "";
    if (part.startsWith(":")) values.set(part.slice(1), value);
    else if (part !== value) return undefined;
  }
  return values;
}
