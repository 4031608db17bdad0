import { expect, test } from "vitest";
import { parseJson } from "../../src/tavus/json.ts";

/** JSON as it may come, and what is read of it. */
test.each<[json: string, read: unknown]>([
  [String.raw`{"a":"x\u0000y"}`, { a: "xy" }],
  [String.raw`{"a\u0000":[{"b":"\u0000"}]}`, { a: [{ b: "" }] }],
  [String.raw`"\ud83d"`, "\ufffd"],
  [String.raw`"\uDE00x\uD83D"`, "\ufffdx\ufffd"],
  [String.raw`"\ud83d\ud83d\ude00"`, "\ufffd😀"],
  [String.raw`"\ud83d\u0000\ude00"`, "\ufffd\ufffd"],
  // What is whole, and what only looks like an escape, stays as it is.
  [String.raw`"\ud83d\ude00 😀 \u00e9"`, "😀 😀 é"],
  [String.raw`"\\u0000 \\ud83d"`, "\\u0000 \\ud83d"],
  [String.raw`"\\\u0000 \\\ud83d"`, "\\ \\\ufffd"],
  [String.raw`"\u0000\n\"\t"`, '\n"\t'],
  // Python's numbers that are none.
  ['{"a":NaN,"b":[Infinity, -Infinity,\n NaN],"c":1}', { a: null, b: [null, null, null], c: 1 }],
  [String.raw`{"a":"NaN, Infinity: NaN \" , NaN","b": NaN}`, { a: 'NaN, Infinity: NaN " , NaN', b: null }],
  [String.raw`{"a":"x\u0000y","b":NaN}`, { a: "xy", b: null }],
  ['{"a":NaN', undefined],
  ['{"a":NaNny}', undefined],
  ["NaN", undefined],
  // What is no JSON does not become it.
  [String.raw`"\uda\u0000ff"`, undefined],
  ["{", undefined],
])("of %s is read %j", (json, read) => {
  expect(parseJson(json)).toEqual(read);
});

test.each([
  String.raw`\"`,
  String.raw`\"x`,
  String.raw`\\`,
  '"",',
  "NaN,",
  ", ",
  "\\",
])("a long answer of %j that is cut off in a text holds nothing up", (part) => {
  const startedMs = performance.now();

  // What a prompt says may read like such a number, and an error that repeats it is read no further than so.
  expect(parseJson(`{"a": NaN, "b": "${part.repeat(100_000 / part.length)}`)).toBeUndefined();

  // Each quote in it once cost as much as all behind it: ten seconds.
  expect(performance.now() - startedMs).toBeLessThan(2000);
});
