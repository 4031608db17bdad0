import { expect, test } from "vitest";
import { readFormValues } from "../../../src/chat/form/form-values.ts";

test("values of every kind come back from JSON as they were", () => {
  const values = {
    name: "Ada",
    traits: ["calm"],
    letter: { name: "a.txt", sizeBytes: 4, url: "https://files.example/a.txt" },
    prompt_file: { name: "b.md", text: "Be kind." },
  };

  expect(readFormValues(JSON.parse(JSON.stringify({ ...values, empty: undefined })))).toEqual(values);
});

test.each([
  { name: 7 },
  { name: { url: "https://files.example" } },
  { traits: [1] },
  "text",
])("%j is not what was stored", (stored) => {
  expect(() => readFormValues(stored)).toThrow();
});
