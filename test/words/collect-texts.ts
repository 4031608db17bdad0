import { parseAst } from "vitest/node";
import { z } from "zod";

/** A text as it stands in a file: `${…}` for each value that is put in. */
export type FoundText = { path: string; line: number; text: string };

const nodeSchema = z.looseObject({ type: z.string(), start: z.number() });
const templateSchema = z.object({
  quasis: z.array(z.object({ value: z.object({ cooked: z.string() }) })),
});

export function collectTexts(path: string, source: string): FoundText[] {
  const program = parseAst(source, { lang: path.endsWith("x") ? "tsx" : "ts" }, path);
  const found: FoundText[] = [];
  walk(program, (node) => {
    const text = textOf(node);
    if (text !== undefined) found.push({ path, line: source.slice(0, node.start).split("\n").length, text });
    return !isUnread(node);
  });
  return found;
}

function textOf(node: z.output<typeof nodeSchema>): string | undefined {
  if (node.type === "Literal") return typeof node.value === "string" ? node.value : undefined;
  if (node.type !== "TemplateLiteral") return undefined;
  return templateSchema
    .parse(node)
    .quasis.map(({ value }) => value.cooked)
    .join("${…}");
}

/** What nobody reads: imports, types, and what is said to the log. */
function isUnread(node: z.output<typeof nodeSchema>): boolean {
  if (/^(Import|ExportAll|TS)/.test(node.type))
    return (
      node.type !== "TSAsExpression" &&
      node.type !== "TSSatisfiesExpression" &&
      node.type !== "TSNonNullExpression"
    );
  return false;
}

function walk(value: unknown, visit: (node: z.output<typeof nodeSchema>) => boolean): void {
  if (Array.isArray(value)) for (const each of value) walk(each, visit);
  else if (typeof value === "object" && value !== null) {
    const node = nodeSchema.safeParse(value);
    if (node.success && !visit(node.data)) return;
    for (const child of Object.values(value)) walk(child, visit);
  }
}
