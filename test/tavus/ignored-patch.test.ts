import { expect, test } from "vitest";
import { hasChangedNothing } from "../../src/tavus/answers/ignored-patch.ts";
import type { JsonPatchOperation } from "../../src/tavus/persona-body.ts";
import { personaSchema } from "../../src/tavus/schemas.ts";

const renamed: JsonPatchOperation = { op: "add", path: "/persona_name", value: "Grace" };
const cooler: JsonPatchOperation = { op: "add", path: "/layers/llm/model", value: "tavus-two" };
const same: JsonPatchOperation = { op: "add", path: "/context", value: "Facts" };
const without: JsonPatchOperation = { op: "remove", path: "/context" };

test.each<[what: string, operations: JsonPatchOperation[], after: object, isIgnored: boolean]>([
  ["what was sent", [renamed], { persona_name: "Grace" }, false],
  ["something that Tavus made of it", [renamed], { persona_name: "GRACE" }, false],
  ["what stood there", [renamed], { persona_name: "Ada" }, true],
  ["one of two", [renamed, cooler], { persona_name: "Grace" }, false],
  ["none of two", [renamed, cooler], { persona_name: "Ada" }, true],
  ["nothing, where something was taken away", [without], { context: null }, false],
  ["what was to be taken away", [without], { context: "Facts" }, true],
  [
    "what stood there, and what was sent again",
    [renamed, same],
    { persona_name: "Ada", context: "Facts" },
    true,
  ],
  ["what was sent again alone", [same], { context: "Facts" }, false],
  ["what was sent, in the other vocabulary", [renamed], { pal_name: "Grace" }, false],
])("a patch after which there stands %s", (_, operations, after, isIgnored) => {
  const before = { persona_id: "p", persona_name: "Ada", context: "Facts" };
  const read = (row: object) => personaSchema.parse({ persona_id: "p", ...row });

  const there = { before: read(before), after: read(after) };
  expect(hasChangedNothing(operations, there)).toBe(isIgnored);
});
