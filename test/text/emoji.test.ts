import { expect, test } from "vitest";
import { writeEmoji } from "../../src/text/emoji.ts";

test.each([
  [":wave::skin-tone-3:", "👋🏼"],
  [":point_up::skin-tone-4:", "☝🏽"],
  [":female-technologist::skin-tone-4:", "👩🏽‍💻"],
  [":male-detective::skin-tone-2:", "🕵🏻‍♂️"],
  [":people_holding_hands::skin-tone-6:", "🧑🏿‍🤝‍🧑🏿"],
  [":handshake::skin-tone-2:", "🤝🏻"],
])("the skin tone of %s stands where it is read", (names, emoji) => {
  expect(writeEmoji(names)).toBe(emoji);
});

test.each([
  [":rocket::skin-tone-3:", "🚀🏼"],
  [":no_such_emoji::skin-tone-3:", ":no_such_emoji:🏼"],
  [":skin-tone-3:", "🏼"],
  [":wave::skin-tone-9:", "👋:skin-tone-9:"],
])("a tone that nobody can have stays beside it: %s", (names, emoji) => {
  expect(writeEmoji(names)).toBe(emoji);
});
