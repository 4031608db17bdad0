import { expect, test } from "vitest";
import { mostAlike } from "../../src/text/pieces.ts";

const many = Array.from({ length: 1000 }, (_, index) => ({ folded: `host number ${index}` }));

test.each([
  ["grace hoper", "grace hopper"],
  ["profesor quill", "professor quill"],
  ["quill", "professor quill of the old school"],
  ["あんな", "あんな先生"],
])("of a thousand names %j is most like %j", (wanted, alike) => {
  const names = [...many.slice(0, 500), { folded: alike }, ...many.slice(500)];

  const found = mostAlike(names, wanted, 5);

  expect(found).toHaveLength(5);
  expect(found[0]).toEqual({ folded: alike });
});

test("where there are no more than are asked for all are there, alike or not, and as they came", () => {
  const names = [{ folded: "ada", id: 1 }, { folded: "zoe", id: 2 }, { folded: "" }];

  expect(mostAlike(names, "xyz", 3)).toEqual(names);
  expect(mostAlike([], "xyz", 3)).toEqual([]);
});
