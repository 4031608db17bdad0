import { expect, test } from "vitest";
import { OutsideError } from "../../src/errors.ts";
import { oneByOne, onPages } from "../../src/link/one-by-one.ts";

/** Letters that fail: `o` outside, `m` by a mistake of ours. Which had their turn, and what was thrown. */
async function turnsOf(letters: string): Promise<{ turns: string; thrown: unknown }> {
  let turns = "";
  const thrown = await oneByOne(letters, async (letter) => {
    turns += letter;
    if (letter === "o") throw new OutsideError("outside");
    if (letter === "m") throw new Error("mistake");
  }).catch((error: Error) => error.message);
  return { turns, thrown };
}

test.each([
  ["abc", "abc", undefined],
  ["oab", "oab", "outside"],
  ["moaomb", "moaomb", "mistake"],
  ["ommab", "omm", "mistake"],
  ["ooaoob", "ooaoob", "outside"],
  ["aooob", "aooo", "outside"],
])("of %s, %s have their turn, and %s is thrown", async (letters, turns, thrown) => {
  expect(await turnsOf(letters)).toEqual({ turns, thrown });
});

test.each([
  ["", [""]],
  ["ab", ["", "b"]],
  ["abc", ["", "b"]],
  ["abcd", ["", "b", "d"]],
])("of %j on pages of two each has its turn, though one on each page fails", async (letters, asked) => {
  const pages: string[] = [];
  let turns = "";
  const read = async (after: string) => {
    pages.push(after);
    return [...letters].filter((letter) => letter > after).slice(0, 2);
  };

  const work = oneByOne(
    onPages(2, read, (letter) => letter),
    async (letter) => {
      turns += letter;
      if ("ac".includes(letter)) throw new Error("mistake");
    },
  );

  await work.catch(() => undefined);
  expect([turns, pages]).toEqual([letters, asked]);
});
