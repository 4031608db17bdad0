import { parseAst } from "vitest/node";
import { z } from "zod";

/** A text as it stands in a file: `hole` for each value that is put in. `platform`: the key of a table that it stands under. */
export type FoundText = { path: string; line: number; text: string; platform?: "discord" | "slack" };

/** A place where a text is made of pieces, by what a number is. */
export type FoundPiece = { path: string; line: number };

export const hole = "\u2026\u2026";

const nodeSchema = z.looseObject({ type: z.string(), start: z.number() });
const templateSchema = z.object({ quasis: z.array(z.object({ value: z.object({ cooked: z.string() }) })) });
const nameSchema = z.looseObject({ type: z.literal("Identifier"), name: z.string() });
const calleeSchema = z.union([
  nameSchema.transform(({ name }) => ({ object: "", name })),
  z
    .looseObject({ type: z.literal("MemberExpression"), object: z.unknown(), property: nameSchema })
    .transform(({ object, property }) => ({ object: lastName(object), name: property.name })),
]);
const branchSchema = z.looseObject({
  type: z.literal("ConditionalExpression"),
  test: z.looseObject({ operator: z.literal("==="), right: z.looseObject({ value: z.literal(1) }) }),
  consequent: z.unknown(),
});

type Node = z.output<typeof nodeSchema>;

/** Every text in a file but those that nobody reads: of imports, types, the log, and of mistakes of a programmer. */
export function collectTexts(path: string, source: string): FoundText[] {
  const found: FoundText[] = [];
  walk(parse(path, source), undefined, (node, platform) => {
    const text = textOf(node);
    if (text !== undefined)
      found.push({ path, line: lineOf(source, node), text, ...(platform && { platform }) });
    return !isUnread(node);
  });
  return found;
}

/** Where one text is chosen for one and another for many without `plural`, so that no language with other forms could follow. */
export function collectPlurals(path: string, source: string): FoundPiece[] {
  const found: FoundPiece[] = [];
  walk(parse(path, source), undefined, (node) => {
    const branch = branchSchema.safeParse(node);
    const isText = branch.success && textOf(nodeSchema.parse(branch.data.consequent)) !== undefined;
    if (isText) found.push({ path, line: lineOf(source, node) });
    return true;
  });
  return found;
}

function parse(path: string, source: string): unknown {
  return parseAst(source, { lang: path.endsWith("x") ? "tsx" : "ts" }, path);
}

function textOf(node: Node): string | undefined {
  if (node.type === "Literal") return typeof node.value === "string" ? node.value : undefined;
  if (node.type !== "TemplateLiteral") return undefined;
  return templateSchema
    .parse(node)
    .quasis.map(({ value }) => value.cooked)
    .join(hole);
}

function isUnread(node: Node): boolean {
  if (/^(Import|ExportAll)/.test(node.type)) return true;
  if (/^TS/.test(node.type)) return !/^TS(As|Satisfies|NonNull)/.test(node.type);
  if (
    node.type !== "CallExpression" &&
    node.type !== "NewExpression" &&
    node.type !== "TaggedTemplateExpression"
  )
    return false;
  const callee = calleeSchema.safeParse(node.callee ?? node.tag).data;
  if (!callee) return false;
  return (
    ["log", "logger", "console"].includes(callee.object) ||
    ["Error", "TypeError", "sql", "toOutsideError", "outsideError"].includes(callee.name)
  );
}

function lastName(node: unknown): string {
  const { name, property } = z
    .looseObject({ name: z.unknown().optional(), property: z.unknown().optional() })
    .parse(node);
  return nameSchema.safeParse(property).data?.name ?? (typeof name === "string" ? name : "");
}

function lineOf(source: string, { start }: Node): number {
  return source.substring(0, start).split("\n").length;
}

type Platform = FoundText["platform"];

function walk(value: unknown, platform: Platform, visit: (node: Node, platform: Platform) => boolean): void {
  if (Array.isArray(value)) {
    for (const each of value) walk(each, platform, visit);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const node = nodeSchema.safeParse(value);
  if (node.success && !visit(node.data, platform)) return;
  const below = (node.success && platformOf(node.data)) || platform;
  for (const child of Object.values(value)) walk(child, below, visit);
}

function platformOf({ type, key }: Node): Platform {
  if (type !== "Property") return undefined;
  const name = nameSchema.safeParse(key).data?.name;
  return name === "discord" || name === "slack" ? name : undefined;
}
