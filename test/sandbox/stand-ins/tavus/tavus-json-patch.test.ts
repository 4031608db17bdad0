import { expect, test } from "vitest";
import { applyPatch, PatchError, patchSchema } from "../../../../sandbox/stand-ins/tavus/json-patch.ts";

const persona = { name: "Ada", layers: { llm: { model: "m" } }, tags: ["a", "b"], "odd/name~": 1 };

test.each([
  [
    { op: "add", path: "/context", value: "c" },
    { ...persona, context: "c" },
  ],
  [
    { op: "add", path: "/name", value: "Grace" },
    { ...persona, name: "Grace" },
  ],
  [
    { op: "replace", path: "/layers/llm/model", value: "n" },
    { ...persona, layers: { llm: { model: "n" } } },
  ],
  [
    { op: "remove", path: "/layers/llm/model" },
    { ...persona, layers: { llm: {} } },
  ],
  [
    { op: "add", path: "/tags/-", value: "c" },
    { ...persona, tags: ["a", "b", "c"] },
  ],
  [
    { op: "add", path: "/tags/1", value: "c" },
    { ...persona, tags: ["a", "c", "b"] },
  ],
  [
    { op: "replace", path: "/tags/0", value: "c" },
    { ...persona, tags: ["c", "b"] },
  ],
  [
    { op: "remove", path: "/tags/0" },
    { ...persona, tags: ["b"] },
  ],
  [
    { op: "replace", path: "/odd~1name~0", value: 2 },
    { ...persona, "odd/name~": 2 },
  ],
  [{ op: "test", path: "/layers", value: { llm: { model: "m" } } }, persona],
  [
    { op: "add", path: "/name", value: null },
    { ...persona, name: null },
  ],
])("%j is applied", (operation, patched) => {
  expect(applyPatch(persona, patchSchema.parse([operation]))).toEqual(patched);
});

test.each([
  { op: "replace", path: "/context", value: "c" },
  { op: "remove", path: "/context" },
  { op: "add", path: "/layers/tts/speed", value: 1 },
  { op: "add", path: "/name/first", value: "A" },
  { op: "add", path: "/tags/3", value: "c" },
  { op: "add", path: "/tags/01", value: "c" },
  { op: "replace", path: "/tags/2", value: "c" },
  { op: "remove", path: "/tags/-" },
  { op: "test", path: "/name", value: "Grace" },
  { op: "replace", path: "/toString", value: "c" },
  { op: "replace", path: "", value: {} },
])("%j cannot be applied", (operation) => {
  expect(() => applyPatch(persona, patchSchema.parse([operation]))).toThrow(PatchError);
});

test.each([
  { op: "add", path: "/name" },
  { op: "add", path: "name", value: "x" },
  { op: "add", path: "/a~2", value: "x" },
  { op: "copy", path: "/name", from: "/context" },
  { path: "/name", value: "x" },
  "remove /name",
])("%j is no operation", (operation) => {
  expect(patchSchema.safeParse([operation]).success).toBe(false);
});

test("a patch is applied whole or not at all", () => {
  const document = structuredClone(persona);
  const patch = patchSchema.parse([
    { op: "remove", path: "/name" },
    { op: "remove", path: "/name" },
  ]);

  expect(() => applyPatch(document, patch)).toThrow(PatchError);
  expect(document).toEqual(persona);
});
