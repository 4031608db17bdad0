import { expect, test } from "vitest";
import { listed } from "../../src/text/plural.ts";

test("names are listed as English lists them, however many there are", () => {
  const names = ["Anna", "Ben & Co.", "Cy, the third", "Dee", "E"];
  const types = { and: "conjunction", or: "disjunction" } as const;
  for (const join of ["and", "or"] as const) {
    const english = new Intl.ListFormat("en-GB", { type: types[join] });
    for (let count = 0; count <= names.length; count += 1) {
      const first = names.slice(0, count);
      expect(listed(first, join)).toBe(english.format(first));
    }
  }
});
