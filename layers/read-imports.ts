import { parseAst } from "vitest/node";
import { z } from "zod";

/** `specifier`: what stands in quotes; undefined where it is computed when the program runs. */
export type ImportOf = { specifier: string | undefined; isType: boolean };

/** Every syntax that names another module. https://github.com/estree/estree and, of types, typescript-eslint's AST. */
const importing = new Set([
  "ImportDeclaration",
  "ExportNamedDeclaration",
  "ExportAllDeclaration",
  "ImportExpression",
  "TSImportType",
]);

const nodeSchema = z.object({
  type: z.string(),
  source: z.object({ value: z.unknown().optional() }).nullish(),
  importKind: z.string().optional(),
  exportKind: z.string().optional(),
});

/** What a file imports, read by the parser that Vitest runs the tests with. Throws where the source is no TypeScript. */
export function readImports(path: string, source: string): ImportOf[] {
  const program = parseAst(source, { lang: path.endsWith("x") ? "tsx" : "ts" }, path);
  return [...importNodes(program)].flatMap((found) => {
    const node = nodeSchema.parse(found);
    // An export of the file's own.
    if (node.type === "ExportNamedDeclaration" && !node.source) return [];
    const value = node.source?.value;
    return [{ specifier: typeof value === "string" ? value : undefined, isType: isType(node) }];
  });
}

/** `import { type A }` loads the module all the same; only `import type` does not. */
function isType(node: z.output<typeof nodeSchema>): boolean {
  return node.type === "TSImportType" || node.importKind === "type" || node.exportKind === "type";
}

function* importNodes(value: unknown): Generator<object> {
  if (typeof value !== "object" || value === null) return;
  if ("type" in value && typeof value.type === "string" && importing.has(value.type)) yield value;
  for (const child of Object.values(value)) yield* importNodes(child);
}
