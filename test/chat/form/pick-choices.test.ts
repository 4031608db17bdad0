import { expect, test } from "vitest";
import { offeredChoices } from "../../../src/chat/form/pick-choices.ts";
import { limits } from "../../../src/chat/limits.ts";

const many = Array.from({ length: 40 }, (_, index) => ({ value: `r${index}`, label: `Replica ${index}` }));

test("at most 25 are offered, in their order", () => {
  expect(offeredChoices(many, "")).toEqual(many.slice(0, limits.options));
});

test("what is chosen now is among them, first where it would not be otherwise", () => {
  expect(offeredChoices(many, "r3")?.[3]?.value).toBe("r3");
  expect(
    offeredChoices(many, "r39")
      ?.map(({ label }) => label)
      .slice(0, 2),
  ).toEqual(["Replica 39", "Replica 0"]);
  expect(offeredChoices(many, "gone")?.[0]).toEqual({ value: "gone", label: "gone" });
  expect(offeredChoices(many, "gone")).toHaveLength(limits.options);
});

test("without anything to choose from, or with a value no select takes, people type", () => {
  expect(offeredChoices([], "")).toBeUndefined();
  expect(offeredChoices(many, "x".repeat(limits.option + 1))).toBeUndefined();
});

test("one that a platform would refuse does not take the form with it", () => {
  const odd = [
    { value: "", label: "Empty" },
    { value: "x".repeat(limits.option + 1), label: "Long" },
    { value: "r1", label: " " },
    { value: "r2", label: `${"y".repeat(limits.option - 2)}😀😀` },
  ];

  const offered = offeredChoices(odd, "");

  expect(offered?.map(({ value }) => value)).toEqual(["r1", "r2"]);
  expect(offered?.[0]?.label).toBe("r1");
  expect(offered?.[1]?.label).toBe(`${"y".repeat(limits.option - 2)}…`);
});
