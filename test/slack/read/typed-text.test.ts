import { expect, test } from "vitest";
import { readTyped } from "../../../src/slack/read/typed-text.ts";

test.each([
  [":rocket: Coach", "🚀 Coach"],
  ["Well done:tada:", "Well done🎉"],
  [":tada:Hello", "🎉Hello"],
  ["Wave :wave::skin-tone-3: at them", "Wave 👋🏼 at them"],
  ["A :x:, an :ok:, and :100:!", "A ❌, an 🆗, and 💯!"],
  [":flag-de::flag-fr:", "🇩🇪🇫🇷"],
  [":rocket::no_such_emoji:", "🚀:no_such_emoji:"],
  ["成功しました:tada:ありがとう", "成功しました🎉ありがとう"],
  ["你好:x:再见", "你好❌再见"],
  ["ขอบคุณ:pray:ครับ", "ขอบคุณ🙏ครับ"],
  ["Привет:wave:мир", "Привет👋мир"],
])("the emoji in “%s” are written as people typed them", (given, typed) => {
  expect(readTyped(given)).toBe(typed);
});

test.each([
  "a:x:b",
  "1:100:5",
  "at 10:30:15",
  "contact:phone:home",
  "/users/:id:/edit",
  "{:id:}",
  "std::phone::call",
  "<:on:>",
  "key:on: yes",
  ":no_such_emoji: stays",
  "Note: he said: yes",
  "https://a.example:8080/:phone:/b",
  "a:: b ::",
])("“%s” stays", (given) => {
  expect(readTyped(given)).toBe(given);
});
