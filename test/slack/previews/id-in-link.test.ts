import { expect, test } from "vitest";
import { idIn } from "../../../src/slack/previews/id-in-link.ts";

test.each<[url: string, id: string | undefined]>([
  ["https://bot.example/slack/personas/per_abcdefgh12", "per_abcdefgh12"],
  ["https://tavus.example/personas?persona_id=p1234abcd", "p1234abcd"],
  ["https://tavus.example/#/personas/pdced222244b/edit", "pdced222244b"],
  ["https://tavus.example/p48fdf065d6b?from=p48fdf065d6b", "p48fdf065d6b"],
  ["https://bot.example/x?persona=per_abcdefgh12&tab=1", "per_abcdefgh12"],
  ["https://bot.example/a%2Fper_abcdefgh12", "per_abcdefgh12"],
  ["https://bot.example/%E0%A4%A/per_abcdefgh12", "per_abcdefgh12"],
  ["https://per_abcdefgh12.example/", undefined],
  ["https://bot.example/per_abcdefgh12/p1234abcd", undefined],
  ["https://bot.example/super_abcdefgh12", undefined],
  ["https://bot.example/per_abcdefgh123", undefined],
  ["https://bot.example/personas", undefined],
  ["https://bot.example/paddle", undefined],
  ["no address", undefined],
])("in %s stands %s", (url, id) => {
  expect(idIn(url)).toBe(id);
});
