import { sql } from "kysely";
import { expect, test } from "vitest";
import { syncLists } from "../../../src/personas/sync/sync-verbs.ts";
import { type Engine, forEachEngine } from "../../support/databases.ts";
import type { Harness } from "../../support/harness/harness.ts";
import { runToEnd } from "../../support/harness/sync-harness.ts";
import { idOf, old, openOldHouse, startOldBot, stateOf, tavusIdOf, team } from "./old-database.ts";

/** Linked, and read by the old version since it wrote them: each has a base. */
const inStep = ["imported", "instep", "leftbehind", "long", "mended", "theirs", "tidied"];

async function openForSync(engine: Engine) {
  const harness = await openOldHouse(engine);
  // Another team's, which shares this team's key in the dump and has none in this harness.
  harness.account.removePersona(tavusIdOf("rich"));
  const bot = harness.startBot();
  /** The states in each list that is not empty; of what differs, in which fields. */
  const sync = async (mode: "apply" | "preview") => {
    const summary = await runToEnd(bot, { tenantId: team, startedBy: "U1", mode, createPatienceMs: 300 });
    const listed = syncLists.map((list) => {
      const entries = summary[list].entries.map(({ id, name, fields = [] }) =>
        [id ? stateOf(id) : name, ...fields].join(" "),
      );
      return [list, entries.sort()] as const;
    });
    return Object.fromEntries(listed.filter(([, entries]) => entries.length > 0));
  };
  return { harness, bot, sync };
}

/** Every row that has to do with this persona, in whatever tables there are by now, but the runs themselves. */
async function rowsAbout({ database: { kysely } }: Harness, id: string): Promise<string[]> {
  const rows: string[] = [];
  for (const { name } of await kysely.introspection.getTables()) {
    if (name === "sync_runs") continue;
    const all = await sql`select * from ${sql.table(name)}`.execute(kysely);
    rows.push(...all.rows.map((row) => JSON.stringify(row)).filter((row) => row.includes(id)));
  }
  return rows.sort();
}

const documentsOf = ({ account }: Harness, states: readonly string[]) =>
  states.map((state) => account.persona(tavusIdOf(state))?.document);

forEachEngine((engine) => {
  test("a sync of an old database plans what the old version would have done", async () => {
    const { sync } = await openForSync(engine);

    expect(await sync("preview")).toEqual({
      inStep: [...inStep, "adopted", "importedit", "owed", "surplus", "untold"].sort(),
      differing: ["differs prompt", "dot name"],
      conflicts: ["both name"],
      notPushedYet: ["conflict", "edited", "pushdied", "refused"],
      linked: ["dieda", "givenup", "losttwice", "unlinked"],
      created: ["diedb", "rejected", "waits"],
      missing: ["missedit", "missing"],
      deletedHere: ["late", "tkept", "tunknown", "whenknown"],
      undecided: ["open", "surplus"],
    });
  });

  test("a sync of an old database writes nothing about what is in step, here or in Tavus", async () => {
    const { harness, sync } = await openForSync(engine);
    const rowsOfAll = () => Promise.all(inStep.map((state) => rowsAbout(harness, idOf(state))));
    const [rows, documents] = [await rowsOfAll(), documentsOf(harness, inStep)];

    await sync("apply");

    expect(await rowsOfAll()).toEqual(rows);
    expect(documentsOf(harness, inStep)).toEqual(documents);
    expect(harness.requests("patch persona")).toEqual([]);
  });

  test("after a sync and a day of work the same personas of an old database differ in the same fields", async () => {
    const { harness, bot, sync } = await openForSync(engine);
    bot.worker.start();
    await sync("apply");
    for (const hours of [1, 2, 6, 15]) {
      harness.advance(hours * 3_600_000);
      await harness.work(bot);
      await harness.until(bot, async () => (await bot.personas.overview(team)).counts.pending === 0);
    }
    const isDeleted = async () =>
      (await bot.personas.findRemoved(team, idOf("whenknown")))?.tavus === "deleted";
    await harness.until(bot, isDeleted, "what was to be deleted");
    await harness.rest(bot);

    const { inStep: states, ...others } = await sync("apply");

    expect(states).toEqual(
      expect.arrayContaining([...inStep, "dieda", "diedb", "open", "rejected", "waits"]),
    );
    expect(others).toEqual({
      differing: ["differs prompt", "dot name"],
      conflicts: ["both name"],
      notPushedYet: ["conflict", "refused"],
      missing: ["missedit", "missing"],
      deletedHere: ["tkept", "tunknown"],
    });
    const patched = harness.requests("patch persona").map(({ path }) => path.split("/").at(-1));
    expect(inStep.map(tavusIdOf).filter((id) => patched.includes(id))).toEqual([]);
  });

  test("both ways of settling what differs in an old database take that field alone", async () => {
    const { harness, bot } = await openForSync(engine);
    const { personas, worker } = bot;
    worker.start();
    const before = await personas.find(team, idOf("differs"));

    expect(await personas.resolveWithTheirs({ tenantId: team, id: idOf("differs") })).toEqual({
      ...before,
      prompt: "You are somebody else by now.",
      promptIsWhole: true,
      differs: [],
      revision: 2,
    });
    expect(await personas.resolveWithOurs({ tenantId: team, id: idOf("dot") })).toMatchObject({
      name: "Dot Cotton",
      differs: [],
    });
    const [patch] = harness.requests("patch persona").filter(({ path }) => path.endsWith(tavusIdOf("dot")));
    expect(patch?.body).toEqual([{ op: "add", path: "/persona_name", value: "Dot Cotton" }]);
    expect(await personas.resolveWithTheirs({ tenantId: team, id: idOf("both") })).toMatchObject({
      name: "George Boole",
      prompt: "You are Boole.",
      isBehind: false,
    });
  });

  test("each persona of an old database compares with Tavus as it did", async () => {
    const { personas } = await startOldBot(engine);

    const comparisons = old.personas.map(async ({ tenantId, id, link }) => {
      const persona = await personas.find(tenantId, id);
      if (link !== "linked" || !persona) return [];
      const comparison = await personas.compare(persona);
      return comparison.kind === "differs" ? [[stateOf(id), comparison.fields]] : [];
    });

    expect(Object.fromEntries((await Promise.all(comparisons)).flat())).toEqual({
      // What was edited here and waits for its push is no difference.
      differs: ["prompt"],
      dot: ["name"],
      both: ["name"],
    });
  });
});
