import { expect, onTestFinished, test } from "vitest";
import { linksTo, withLinkPages } from "../../../src/slack/previews/link-page.ts";
import { startWebServer } from "../../../src/web/server.ts";

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

test("whoever opens such a link reads where to go, the same for every ID, and nothing else is there", async () => {
  const health = async () => ({ isHealthy: true, isReady: true, report: {} });
  const server = await startWebServer({ port: 0, health, slackPages: withLinkPages(undefined) });
  onTestFinished(() => server.close());
  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`);
    return [response.status, await response.text()];
  };

  const [status, page] = await get("/slack/personas/per_abcdefgh12");

  expect([status, page]).toEqual([200, expect.stringContaining("/persona-show")]);
  expect(await get("/slack/personas/<script>")).toEqual([200, page]);
  expect(await get("/slack/install")).toEqual([404, "Not found\n"]);
});
