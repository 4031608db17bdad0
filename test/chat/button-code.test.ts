import { expect, test } from "vitest";
import { decodeButton, encodeButton, encodeChoice, encodeMenu } from "../../src/chat/button-code.ts";

/** Park and Miller's generator, so that a failure can be repeated. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

const alphabet = [...'abcXYZ019:;_-./ \n"\\{}é漢🙂\u202e\0'];

test("every button that can be encoded comes back as it was", () => {
  const random = createRandom(20_261_122);
  const letters = (most: number) =>
    Array.from({ length: random(most + 1) }, () => alphabet[random(alphabet.length)]).join("");

  for (let round = 0; round < 2000; round += 1) {
    const button = { action: `a${letters(10).replaceAll(":", "")}`, state: letters(30) };
    expect(decodeButton(encodeButton(button))).toEqual(button);
  }
});

test("a button's code is at most 100 characters long", () => {
  const longest = 100 - "pf1:open:".length;

  expect(encodeButton({ action: "open", state: "x".repeat(longest) })).toHaveLength(100);
  expect(() => encodeButton({ action: "open", state: "x".repeat(longest + 1) })).toThrow(
    "Button open: state of 92 characters",
  );
});

test.each([
  "",
  "pf1",
  "pf1:",
  "pf1:open",
  "pf1::state",
  "pf0:open:state",
  "pf11:open:state",
  "delete_per_1",
  " pf1:a:b",
])("%j is none of our buttons", (code) => {
  expect(decodeButton(code)).toBeUndefined();
});

test.each(["per_1", "a:b:c", ""])("choosing %j in a menu presses the button with that state", (value) => {
  const code = encodeChoice(encodeMenu({ action: "show" }), value);

  expect(code).toBe(encodeButton({ action: "show", state: value }));
  expect(decodeButton(code)).toEqual({ action: "show", state: value });
});

test("choosing in a menu of another version presses nothing of ours", () => {
  expect(decodeButton(encodeChoice("pf0:show:", "per_1"))).toBeUndefined();
});
