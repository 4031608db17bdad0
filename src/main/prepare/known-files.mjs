// Whole: an older Node has not all of it, and shall get as far as to say so.
import module from "node:module";

const source = new URL("../../", import.meta.url).href;

/**
 * Says where a file is that another one imports beside it, and remembers where a package is that we do. Node looks on the disk
 * for each of some five thousand imports whether it is there, and whether a link stands in its place: a twelfth of what a start
 * takes. What `require` loads is left to Node, for that need not say where it is.
 * https://nodejs.org/docs/latest-v24.x/api/module.html#moduleregisterhooksoptions
 */
export function knowFiles() {
  /** @type {Map<string, import("node:module").ResolveFnOutput>} */
  const packages = new Map();
  module.registerHooks?.({
    resolve(name, context, next) {
      const { parentURL } = context;
      if (parentURL === undefined || !context.conditions.includes("import")) return next(name, context);
      const isFile = name.startsWith(".");
      if (isFile && /\.[jt]s$/.test(name)) return { url: new URL(name, parentURL).href, shortCircuit: true };
      if (isFile || !parentURL.startsWith(source)) return next(name, context);
      const known = packages.get(name) ?? { ...next(name, context), shortCircuit: true };
      packages.set(name, known);
      return known;
    },
  });
}
