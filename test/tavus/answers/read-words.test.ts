import { expect, test } from "vitest";
import { readWords } from "../../../src/tavus/answers/read-words.ts";

const secret = "tvsk_0123456789abcdef";

function wordsOf(body: unknown): string {
  return readWords(typeof body === "string" ? body : JSON.stringify(body), [secret]).text;
}

test.each<[shape: unknown, words: string]>([
  [{ error: "one" }, "one"],
  [{ message: "two" }, "two"],
  [{ error: "one", message: "two" }, "one: two"],
  [{ error: "same", message: "same" }, "same"],
  [{ error: { message: "nested" } }, "nested"],
  [{ error: { layers: { tts: "unknown engine" } } }, "layers.tts: unknown engine"],
  [
    { error: { layers: { tts: ["a", "b"], llm: { model: ["c"] } } } },
    "layers.tts: a; layers.tts: b; layers.llm.model: c",
  ],
  [{ persona_name: ["This field is required."] }, "persona_name: This field is required."],
  [{ detail: "plain" }, "plain"],
  [
    {
      detail: [
        {
          type: "missing",
          loc: ["body", "layers", 0, "tts"],
          msg: "Field required",
          input: { system_prompt: "private" },
        },
      ],
    },
    "layers.0.tts: Field required",
  ],
  [{ message: "Validation failed", errors: { name: ["too long"] } }, "Validation failed; name: too long"],
  [
    { message: "Invalid", errors: [{ field: "layers.llm", message: "unknown model" }] },
    "Invalid; layers.llm: unknown model",
  ],
  [{ errors: ["first", "second"] }, "first; second"],
  [
    { type: "about:blank", title: "Bad Request", status: 400, detail: "name is taken" },
    "name is taken; Bad Request",
  ],
  [{ error: true, message: "yes" }, "yes"],
  [{ error: { code: "persona_locked" } }, "persona_locked"],
  [{ timestamp: "now", status: 400, error: "Bad Request", path: "/v2/personas" }, "Bad Request"],
  [["a", { message: "b" }], "a; b"],
  [JSON.stringify("a string"), "a string"],
  ["upstream connect error", "upstream connect error"],
  [
    "<html><head><title>403 &amp; gone\n&#x2764;</title></head><body>Your key is ours</body></html>",
    "403 & gone ❤",
  ],
  ["\uFEFF<!DOCTYPE html><TITLE lang=en>Sign in</TITLE>", "Sign in"],
  ["<html>no title</html>", ""],
  ["<?xml version='1.0'?><Error><Message>denied</Message></Error>", ""],
  ['{"error": "broken off by the ne', ""],
  ["", ""],
  [{}, ""],
  [null, ""],
  [{ error: 5, message: null }, ""],
])("the words of %j are %j", (body, words) => {
  expect(wordsOf(body)).toBe(words);
});

/** The same words in every place that an error may keep them in. */
const shapes: ((words: string) => unknown)[] = [
  (words) => ({ error: words }),
  (words) => ({ message: words }),
  (words) => ({ error: { layers: { tts: { voice: [words] } } } }),
  (words) => ({ detail: [{ loc: ["body", "persona_name"], msg: words, type: "value_error" }] }),
  (words) => ({ detail: words }),
  (words) => ({ message: "No", errors: [words] }),
  (words) => [words],
  (words) => words,
  (words) => `<html><title>${words}</title>`,
];

test.each(
  shapes.map((shape, index) => [index, shape] as const),
)("shape %i keeps every promise", (_, shape) => {
  const colour = wordsOf(shape("two\nlines\u0000 and\u001b[31m colour\u202e"));
  const long = wordsOf(shape(`${"🙂".repeat(300)}`));
  const echo = wordsOf(shape(`The key ${secret} and Bearer abcdef123456 and sk-proj_1234567890`));
  const split = wordsOf(shape(`The key ${secret.substring(0, 8)}\u200b${secret.slice(8)} is bad`));

  expect(colour).toContain("two lines and[31m colour");
  expect(Array.from(long)).toHaveLength(200);
  expect(long.endsWith("🙂…")).toBe(true);
  expect(echo).toMatch(/The key \(key\) and Bearer \(key\) and \(key\)/);
  expect(split).not.toContain(secret.slice(0, 8));
});

test("what stands where a secret was sent is not repeated", () => {
  const words = wordsOf({
    error: { layers: { llm: { api_key: "hush-1", headers: { authorization: "hush-2" } } } },
  });

  expect(words).toBe("layers.llm.api_key is named; layers.llm.headers is named");
});

test("a body without an end, or without a bottom, ends", () => {
  let deep: unknown = "bottom";
  for (let depth = 0; depth < 1000; depth += 1) deep = { error: deep };

  expect(wordsOf(deep)).toBe("");
  expect(
    wordsOf({ errors: Array.from({ length: 5000 }, (_, index) => `mistake ${index}`) }).length,
  ).toBeLessThanOrEqual(200);
  expect(wordsOf(`{"error":"${"x".repeat(300_000)}"}`)).toBe("");
});

/** An attempt from each place of a long text would take seconds. */
test.each([
  ["titles that never end", "<title".repeat(16_000)],
  ["titles without an end", `<title>${"a<title>".repeat(12_000)}`],
  ["labels of secrets", JSON.stringify({ error: "token:".repeat(16_000) })],
  [
    "words of ten kinds",
    JSON.stringify({ errors: Array.from({ length: 10 }, () => "secret=a".repeat(1200)) }),
  ],
])("%s take no time that anybody would notice", (_what, body) => {
  const startedMs = performance.now();

  readWords(body, [secret]);

  expect(performance.now() - startedMs).toBeLessThan(150);
});
