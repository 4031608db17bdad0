import { expect, test } from "vitest";
import type { ListRules } from "../../../sandbox/stand-ins/tavus/lists.ts";
import { forEachEngine } from "../../support/databases.ts";
import { countsOf, openSyncHarness } from "../../support/harness/sync-harness.ts";

type Mood = Partial<ListRules> & { dialect?: "mixed" };

/** What Tavus leaves open about its lists; none of it may lose a persona, or make one missing that is there. */
const moods: [string, Mood][] = [
  ["a total that is the page's length", { total: "pageLength", pageMaximum: 20 }],
  ["a total that is too high by one", { total: "oneMore" }],
  ["no total", { total: "missing", pageMaximum: 7 }],
  ["a last page that comes again", { beyondEnd: "lastPage", pageMaximum: 10 }],
  ["a page after the last that is refused", { beyondEnd: "refused", pageMaximum: 10 }],
  ["a limit of 50 rows", { limitMaximum: 50 }],
  ["a limit of one row", { limitMaximum: 1 }],
  ["either vocabulary and every date format", { dialect: "mixed" }],
  ["rows that cannot be read", { brokenRows: [null, { persona_id: 12 }, {}] }],
  ["a first page on which nothing can be read", { brokenRows: [null, null, null], pageMaximum: 3 }],
];

forEachEngine((_engine, open) => {
  test.each(moods)("with %s everything is imported, and what is gone is missing", async (_, mood) => {
    const harness = await openSyncHarness(open);
    for (let number = 0; number < 41; number += 1) harness.account.addPersona({ name: `Persona ${number}` });
    Object.assign(harness.standIn.behaviour, mood);

    const first = await harness.sync();
    const [gone] = harness.account.everyPersona.filter(({ type }) => type === "user");
    harness.account.removePersona(gone?.id ?? "");
    const second = await harness.sync();

    expect(countsOf(first)).toEqual({ imported: 41 });
    expect(countsOf(second)).toEqual({ inStep: 40, missing: 1 });
  });

  test("what cannot be read is counted in the report, as is a number that is not so", async () => {
    const harness = await openSyncHarness(open);
    harness.account.addPersona({ name: "Ada" });
    Object.assign(harness.standIn.behaviour, { brokenRows: [null], total: "oneMore" } satisfies Mood);

    const { unreadable, listed, miscounted } = await harness.sync();

    // Ada, three of the stock, and the broken one.
    expect({ unreadable, listed }).toEqual({ unreadable: 1, listed: 5 });
    expect(miscounted).toEqual({ claimed: 3, count: 2 });
  });

  test("one persona whose answer cannot be read leaves the others be", async () => {
    const harness = await openSyncHarness(open);
    const kept = await harness.makeLinked("Kept");
    const gone = await harness.makeLinked("Gone");
    const broken = await harness.makeLinked("Broken");
    for (const { tavusPersonaId } of [gone, broken]) harness.account.removePersona(tavusPersonaId);
    harness.standIn.setFault("emptyReply", { operation: "get persona", times: 2 });

    const summary = await harness.sync({ isMassMissingConfirmed: true });

    expect(summary.stoppedBecause).toBeUndefined();
    expect(summary).toMatchObject({ unreadable: 2, inStep: { entries: [{ id: kept.id }] } });
  });
});
