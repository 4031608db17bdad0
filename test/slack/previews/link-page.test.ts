import { expect, test } from "vitest";
import { linksTo } from "../../../src/slack/previews/link-page.ts";

test.each<[publicUrl: string | undefined, domains: string[] | undefined, link: string | undefined]>([
  ["https://bot.example", ["bot.example"], "https://bot.example/slack/personas/per_1"],
  ["https://a.bot.example/", ["other.example", "bot.example"], "https://a.bot.example/slack/personas/per_1"],
  ["https://notbot.example", ["bot.example"], undefined],
  ["https://bot.example", ["tavus.example"], undefined],
  ["https://bot.example", undefined, undefined],
  [undefined, ["bot.example"], undefined],
])("at %s, with previews for %j, a persona's link is %s", (publicUrl, domains, link) => {
  expect(linksTo(publicUrl, domains)?.("per_1")).toBe(link);
});
