import { expect, test } from "vitest";
import type { ListRules } from "../../sandbox/stand-ins/tavus/lists.ts";
import { forEachEngine, type OpenDatabase } from "../support/databases.ts";
import { openHarness } from "../support/harness/harness.ts";

/** Ways in which Tavus's lists may be, and what of them is undocumented; in all of these an end can be seen. */
const moods: [string, Partial<ListRules> & { dialect?: "mixed" }][] = [
  ["a total that is the page's length", { total: "pageLength", pageMaximum: 3 }],
  ["no total", { total: "missing", pageMaximum: 2 }],
  ["a last page that comes again", { beyondEnd: "lastPage" }],
  ["a page after the last that is refused", { beyondEnd: "refused", pageMaximum: 4 }],
  ["a limit of five rows", { limitMaximum: 5 }],
  ["an order that means nothing", { order: "shuffled", pageMaximum: 3 }],
  ["either vocabulary and every date format", { dialect: "mixed" }],
];

const unsure: [string, Partial<ListRules>][] = [
  ["a total that is too high by one", { total: "oneMore" }],
  ["a row that is null", { brokenRows: [null] }],
  ["a row whose id is a number", { brokenRows: [{ persona_id: 7, persona_name: "?" }] }],
  ["an order that changes with every request", { order: "restless", pageMaximum: 3 }],
  ["a total too high, and a last page that comes again", { total: "oneMore", beyondEnd: "lastPage" }],
];

/** An account of nine others in this mood, and one create whose answer, or whose request, was lost. */
async function loseOne(
  open: OpenDatabase,
  fault: "dropAfter" | "dropBefore",
  mood: Partial<ListRules> & { dialect?: "mixed" },
) {
  const harness = await openHarness(open);
  for (let count = 0; count < 9; count += 1) harness.account.addPersona({ name: `Other ${count}` });
  Object.assign(harness.standIn.behaviour, mood);
  const bot = harness.startBot();
  bot.worker.start();
  harness.standIn.setFault(fault, { operation: "create persona", times: 1 });
  const { persona } = await bot.create();
  return { harness, bot, persona };
}

forEachEngine((_engine, open) => {
  test.each([
    ...moods,
    ...unsure,
  ])("with %s a lost create that Tavus made is linked, once", async (_, mood) => {
    const { harness, bot, persona } = await loseOne(open, "dropAfter", mood);

    await harness.until(bot, async () => {
      harness.advance(60_000);
      return (await harness.row(persona)).link === "linked";
    });

    expect(harness.carriers(persona)).toHaveLength(1);
    expect(harness.requests("create persona")).toHaveLength(1);
  });

  test.each(moods)("with %s a lost create that Tavus did not make is made, once", async (_, mood) => {
    const { harness, bot, persona } = await loseOne(open, "dropBefore", mood);

    harness.advance(25_000);
    await harness.until(bot, async () => (await harness.row(persona)).link === "linked");

    expect(harness.carriers(persona)).toHaveLength(1);
  });

  test.each(unsure)("with %s nothing is made a second time on the strength of a list", async (_, mood) => {
    const { harness, bot, persona } = await loseOne(open, "dropBefore", mood);

    harness.advance(25_000);
    await harness.until(bot, () => harness.requests("list personas").length > 1);
    await harness.rest(bot);

    expect(await harness.row(persona)).toMatchObject({ link: "pending", outcome_unknown: 1 });
    expect(harness.requests("create persona")).toHaveLength(1);
  });
});
