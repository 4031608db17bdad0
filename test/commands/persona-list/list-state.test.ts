import { expect, test } from "vitest";
import { encodeButton } from "../../../src/chat/button-code.ts";
import {
  decodeListState,
  encodeListState,
  type ListState,
  listFilters,
  listSorts,
  longestSearch,
} from "../../../src/commands/persona-list/list-state.ts";
import { randomId } from "../../../src/random-id.ts";
import { createSeededRandom } from "../../support/seeded-random.ts";

const letters = ["a", "Z", " ", ".", "-", ":", "%", "_", "\\", "\n", '"', "é", "ש", "🙂"];

function aState(random: () => number): ListState {
  const pick = <T>(from: readonly T[], otherwise: T): T =>
    from[Math.floor(random() * from.length)] ?? otherwise;
  let search = "";
  for (let count = Math.floor(random() * 40); count > 0; count -= 1) {
    const longer = search + pick(letters, "a");
    if (longer.length <= longestSearch) search = longer;
  }
  const place = {
    direction: pick(["older", "newer"] as const, "older"),
    createdMs: Math.floor(random() * 4e12),
    id: `per_${randomId(10)}`,
    ...(random() < 0.5 && { number: 1 + Math.floor(random() * 1e6) }),
  };
  const from = pick([undefined, { page: Math.floor(random() * 1e6) }, place], undefined);
  return { filter: pick(listFilters, "all"), sort: pick(listSorts, "newest"), search, from };
}

test("a page and its search come back as they were, and fit a button", () => {
  const random = createSeededRandom(3);
  for (let round = 0; round < 2000; round += 1) {
    const state = aState(random);

    const packed = encodeListState(state);

    expect(decodeListState(packed)).toEqual(state);
    expect(() => encodeButton({ action: "list", state: packed })).not.toThrow();
  }
});

test.each([
  "",
  "a",
  "a.",
  "x..Ada",
  "a.p.Ada",
  "a.pzzzzzzz.Ada",
  "a.o1-.Ada",
  "a.o1-per_x;drop.Ada",
  "a.o-per_x.Ada",
  `a..${"x".repeat(31)}`,
])("what encodeListState did not make is not read: %j", (state) => {
  expect(decodeListState(state)).toBeUndefined();
});
