import { expect, test } from "vitest";
import { readImports } from "../../layers/read-imports.ts";

const values = [
  'import { a } from "./other.ts";',
  'import "./other.ts";',
  'import { type A } from "./other.ts";',
  'export { a } from "./other.ts";',
  'export * from "./other.ts";',
  'export * as all from "./other.ts";',
  'export const load = async () => (await import("./other.ts")).a;',
];
const types = [
  'import type { A } from "./other.ts";',
  'export type { A } from "./other.ts";',
  'export type * from "./other.ts";',
  'export type A = import("./other.ts").A;',
  'export function f(all: typeof import("./other.ts")): void { all.a(); }',
];

test.each(values)("%s is seen as an import of values", (source) => {
  expect(readImports("src/a.ts", source)).toEqual([{ specifier: "./other.ts", isType: false }]);
});

test.each(types)("%s is seen as an import of types", (source) => {
  expect(readImports("src/a.ts", source)).toEqual([{ specifier: "./other.ts", isType: true }]);
});

test("an import inside a component is seen", () => {
  const source = 'export const Late = () => <p onClick={() => void import("./other.ts")}>Late</p>;';

  expect(readImports("page/late.tsx", source)).toEqual([{ specifier: "./other.ts", isType: false }]);
});

test("a path that is computed when the program runs is seen as such", () => {
  const source = "export const load = (name: string) => import(`./` + name);";

  expect(readImports("src/a.ts", source)).toEqual([{ specifier: undefined, isType: false }]);
});

test("what only looks like an import is none", () => {
  const source = `// import "./other.ts";\nexport const text = 'import "./other.ts"'; export { text as again };`;

  expect(readImports("src/a.ts", source)).toEqual([]);
});
