import fc from "fast-check";
import { expect, test } from "vitest";
import { findRows, PageTooLargeError } from "../../src/tavus/lists/page-rows.ts";

/** What the page reads as, row by row; undefined: as nothing. */
function readByRows(text: string | Buffer): unknown {
  const bytes = Buffer.from(text);
  const found = findRows(bytes);
  try {
    return (
      found && {
        ...found,
        rows: found.rows.map(({ start, end }) => JSON.parse(bytes.toString("utf8", start, end))),
      }
    );
  } catch {
    return undefined;
  }
}

/** The same by the parser that reads it at once. */
function readAtOnce(text: string): unknown {
  try {
    const page: unknown = JSON.parse(text);
    if (typeof page !== "object" || page === null || !("data" in page) || !Array.isArray(page.data))
      return undefined;
    const total = "total_count" in page ? page.total_count : undefined;
    const isCount = Number.isSafeInteger(total) && Number(total) >= 0;
    return { rows: page.data, totalCount: isCount ? total : undefined };
  } catch {
    return undefined;
  }
}

const aText = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom('"', "\\", '\\"', "]}", "{[", "\u2028", "é", "👩‍🚀"),
);
const aRow = fc.oneof(
  fc.jsonValue(),
  fc.record({
    persona_id: aText,
    system_prompt: fc.array(aText).map((texts) => texts.join("")),
    layers: fc.jsonValue(),
  }),
);
const aPage = fc
  .record(
    {
      before: fc.jsonValue(),
      data: fc.oneof(fc.array(aRow), fc.jsonValue()),
      total_count: fc.oneof(fc.nat(), fc.jsonValue()),
      after: aRow,
    },
    { requiredKeys: [] },
  )
  .chain((page) => fc.constantFrom(undefined, 2, "\t").map((space) => JSON.stringify(page, null, space)));

test("rows are found one by one as the parser finds them at once", () => {
  fc.assert(
    fc.property(aPage, (text) => {
      expect(readByRows(text)).toEqual(readAtOnce(text));
    }),
    { numRuns: 500 },
  );
});

test("what is damaged is a page to neither or to both", () => {
  const damage = fc.tuple(
    aPage,
    fc.nat(),
    fc.nat(3),
    fc.constantFrom("", '"', "}", "]", ",", ":", "{", "[", "\\", "7", "x"),
  );
  fc.assert(
    fc.property(damage, ([text, place, length, put]) => {
      const at = place % (text.length + 1);
      const damaged = text.substring(0, at) + put + text.slice(at + length);
      expect(readByRows(damaged)).toEqual(readAtOnce(damaged.toWellFormed()));
    }),
    { numRuns: 3000 },
  );
});

test.each([
  ["a byte order mark", Buffer.from('\uFEFF{"data":[1]}'), { rows: [1], totalCount: undefined }],
  ["a name in escapes", '{"d\\u0061ta":[{"a":"]"}],"total_count":1}', { rows: [{ a: "]" }], totalCount: 1 }],
  ["a name twice", '{"data":[1],"data":[2,3]}', { rows: [2, 3], totalCount: undefined }],
  [
    "a text that ends in backslashes",
    '{"data":["\\\\","\\\\\\""]}',
    { rows: ["\\", '\\"'], totalCount: undefined },
  ],
  ["no list", '{"data":{"a":1}}', undefined],
  ["nothing", "", undefined],
  ["half a page", '{"data":[{"a":1},{"a":', undefined],
  ["two pages", '{"data":[]}{"data":[]}', undefined],
])("%s is read as it is", (_, text, page) => {
  expect(readByRows(text)).toEqual(page);
});

test.each<[string, object, boolean]>([
  ["as many rows as there may be", { data: [1, 2, 3] }, true],
  ["one row more", { data: [1, 2, 3, 4] }, false],
  ["a row of as many bytes as there may be", { data: ["x".repeat(18)] }, true],
  ["a row of one byte more", { data: ["x".repeat(19)] }, false],
  ["much beside the rows", { data: [], more: "x".repeat(19) }, false],
])("with %s a page is within its limits: %s", (_, page, isWithin) => {
  const find = () => findRows(Buffer.from(JSON.stringify(page)), { rows: 3, valueBytes: 20 });

  if (isWithin) expect(find()).toBeDefined();
  else expect(find).toThrow(PageTooLargeError);
});

test("what is no number beside the rows, or in one of them, spoils no page", () => {
  const text = '{"data":[{"a":NaN},{"b":1}],"took":NaN,"stats":{"mean":-Infinity},"total_count":2}';

  expect(findRows(Buffer.from(text))).toMatchObject({ rows: [{}, {}], totalCount: 2 });
});
