import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { collectPlurals, collectTexts } from "./collect-texts.ts";
import { breachesOf, isSaid, type Readers, readersOf } from "./rules.ts";

const files = globSync("src/**/*.{ts,tsx}").map((path) => path.replaceAll("\\", "/"));
const sources = new Map(files.map((path) => [path, readFileSync(path, "utf8")]));
const texts = [...sources].flatMap(([path, source]) => collectTexts(path, source)).filter(isSaid);

test("every text that people read keeps the rules of docs/words.md", () => {
  const breaches = texts.flatMap(({ path, line, text, platform }) => {
    const readers = readersOf({ path, ...(platform && { platform }) });
    return readers ? breachesOf(text, readers).map((rule) => `${path}:${line} ${rule}: ${text}`) : [];
  });

  expect(breaches).toEqual([]);
});

test("what depends on a number has a whole text for each form, chosen in one place", () => {
  const pieces = [...sources]
    .filter(([path]) => readersOf({ path }) !== undefined)
    .flatMap(([path, source]) => collectPlurals(path, source))
    .map(({ path, line }) => `${path}:${line}`);

  expect(pieces).toEqual([]);
});

test("what Tavus says ends its line: its own words have no full stop that would part them from ours", () => {
  const runOn = /\$\{(?:withSaid|saidBy|notOffered)\(.*?\)\} /;
  const pieces = [...sources].filter(([, source]) => runOn.test(source)).map(([path]) => path);

  expect(pieces).toEqual([]);
});

test("the walk comes to the texts of every reader", () => {
  const read = (readers: Readers) => texts.filter((text) => readersOf(text) === readers).length;

  expect(read("chat")).toBeGreaterThan(1000);
  for (const readers of ["discord", "slack", "operator"] as const) expect(read(readers)).toBeGreaterThan(100);
});

test.each<[readers: Readers, source: string]>([
  ["chat", 'const text = "We look for it by ourselves.";'],
  ["chat", 'reply({ title: "Something went wrong on our side" })'],
  ["chat", "const text = `$" + "{name} was made by somebody else. Ask somebody who manages this server.`;"],
  ["chat", 'const text = "The bot was stopped.";'],
  ["chat", 'const text = "PersonaForge is being restarted.";'],
  ["chat", 'const text = "Give your operator this number.";'],
  ["chat", 'const text = "Nothing waits in this guild.";'],
  ["chat", 'const text = "It failed with timedOut today.";'],
  ["chat", 'const text = "The tables are at 0004-teams-and-more now.";'],
  ["chat", 'const text = "The field tavus_key is empty.";'],
  ["chat", "const more = ` and $" + "{count} more`;"],
  ["chat", "const text = `$" + "{count} persona$" + "{s}s wait`;"],
  ["chat", `const text = "${"It goes on and on ".repeat(10)}.";`],
  ["chat", 'const words = { discord: "Your workspace has none." };'],
  ["chat", 'const words = { slack: "Your server has none." };'],
  ["discord", 'const text = "The workspace has none of them.";'],
  ["slack", 'const text = "The server has none of them.";'],
  ["operator", 'const text = "We assume that it works.";'],
  ["chat", 'const text = "I look whether it was created.";'],
  ["chat", 'const text = "It starts anew tomorrow.";'],
  ["chat", 'const text = "It was removed; nothing needs doing.";'],
  ["chat", 'const text = "It takes no words behind it.";'],
  ["operator", 'const text = "Nothing has to be done.";'],
])("for %s it refuses %s", (readers, source) => {
  const found = collectTexts("a.ts", source).filter(isSaid);

  const breaches = found.flatMap(({ text, platform }) => breachesOf(text, platform ?? readers));
  expect(breaches).not.toEqual([]);
});

test.each([
  'import { we } from "./we are.ts";',
  'log.warn({ err }, "the bot and our guild");',
  'throw new Error("our mistake in the bot");',
  'type Said = "the bot says";',
  'const words = { discord: "Ask in your server.", slack: "Ask in your workspace." };',
  'const text = "Tell whoever runs the bot to set TAVUS_API_KEY.";',
  'const text = "Keep ours sends what is here.";',
])("it takes %s", (source) => {
  const found = collectTexts("a.ts", source).filter(isSaid);

  expect(found.flatMap(({ text, platform }) => breachesOf(text, platform ?? "chat"))).toEqual([]);
});

test("a number that chooses a text by itself is found", () => {
  expect(collectPlurals("a.ts", 'const text = count === 1 ? "one waits" : "many wait";')).toHaveLength(1);
  expect(collectPlurals("a.ts", "const page = count === 1 ? first : second;")).toEqual([]);
});
