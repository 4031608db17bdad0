import { expect, test } from "vitest";
import { createPersonaLists } from "../../src/database/persona/persona-lists.ts";
import { createPersonaStore } from "../../src/database/persona/persona-store.ts";
import { lookUp, suggestTo } from "../../src/personas/lookup.ts";
import { forEachEngine } from "../support/databases.ts";
import { tenant } from "../support/personas/persona-builders.ts";
import { aLinkedRow, rowsOf, storeRows } from "../support/personas/stored-personas.ts";

forEachEngine((_, open) => {
  async function depsWith(names: readonly string[], more: Parameters<typeof storeRows>[1] = []) {
    const database = await open();
    const rows = names.map((name, index) => {
      return aLinkedRow({ name, created_at: new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString() });
    });
    await storeRows(database, [...rows, ...more]);
    return { lists: createPersonaLists(database), store: createPersonaStore(database) };
  }

  test.each([
    ['"Ada Lovelace"', "Ada Lovelace"],
    ["“Ada Lovelace”", "Ada Lovelace"],
    ["„ada lovelace“", "Ada Lovelace"],
    ["‘Ada Lovelace’", "Ada Lovelace"],
    ["« Ada Lovelace »", "Ada Lovelace"],
    ["“love”", "Ada Lovelace"],
    ["“Quoted”", "“Quoted”"],
    ['"Boss"', "Boss"],
    ['"Bos"', 'The "Bos" of all'],
  ])("%s in quotes means %s, unless the name has them itself", async (typed, name) => {
    const deps = await depsWith([
      "Ada Lovelace",
      "“Quoted”",
      "Quoted",
      "Boss",
      'The "Boss"',
      'The "Bos" of all',
    ]);

    expect(await lookUp(deps, tenant, typed)).toMatchObject({ kind: "found", persona: { name } });
  });

  test.each(["“”", '"', "“Nobody”"])("%s means nobody", async (typed) => {
    const deps = await depsWith(["Ada Lovelace"]);

    expect(await lookUp(deps, tenant, typed)).toMatchObject({ kind: "none" });
  });

  test.each([
    ["émile", "Émile Zola"],
    ["zola", "Émile Zola"],
    ["mil", "Émile Zola"],
    ["Ada’s coach", "Ada's Coach"],
    ["ada's\u00a0coach", "Ada's Coach"],
    [":rocket: pilot", "🚀 Pilot"],
    ["🚀", "🚀 Pilot"],
    ["\u2068שלום\u2069", "שלום"],
    ["田", "山田"],
    ["50%", "50% off"],
  ])("%j means %j, wherever a name is typed", async (typed, name) => {
    const deps = await depsWith([
      "Émile Zola",
      "Ada's Coach",
      "🚀 Pilot",
      "שלום",
      "山田",
      "50% off",
      "Grace",
    ]);

    expect(await lookUp(deps, tenant, typed)).toMatchObject({ kind: "found", persona: { name } });
    expect(await suggestTo(deps, tenant, { typed, limit: 25 })).toMatchObject([{ name }]);
  });

  test("the whole name goes before its parts, a beginning before a word, a word before what is inside one", async () => {
    const deps = await depsWith(["Ada", "Ada Lovelace", "My Ada", "Madam Ida", "ADA", "Canada"]);

    const suggested = await suggestTo(deps, tenant, { typed: "ada", limit: 25 });

    expect(suggested.map(({ name }) => name)).toEqual([
      "ADA",
      "Ada",
      "Ada Lovelace",
      "My Ada",
      "Canada",
      "Madam Ida",
    ]);
    expect(await lookUp(deps, tenant, "Ada")).toMatchObject({
      kind: "several",
      isPart: false,
      personas: { length: 2 },
    });
    expect(await lookUp(deps, tenant, "da")).toMatchObject({
      kind: "several",
      isPart: true,
      personas: { length: 6 },
    });
  });

  test.each([
    ["Ada Lovelase", "Ada Lovelace"],
    ["Lovelase", "Ada Lovelace"],
    ["Adda Lovelace", "Ada Lovelace"],
    ["Persona numbr 77", "Persona 77"],
    ["emil zolla", "Émile Zola"],
  ])("%j is told to be close to %j, among many", async (typed, name) => {
    const deps = await depsWith(["Ada Lovelace", "Émile Zola"], rowsOf(tenant, 600));

    const found = await lookUp(deps, tenant, typed);

    expect(found).toMatchObject({ kind: "none" });
    expect("closest" in found && found.closest.map((closest) => closest.name)).toContain(name);
  });

  test("of nothing to be seen, nobody is called; suggested are the newest", async () => {
    const deps = await depsWith(["Ada", "Grace"]);

    expect(await lookUp(deps, tenant, "\u3164")).toMatchObject({
      kind: "none",
      closest: { length: 0 },
      hasOthers: true,
    });
    expect(await suggestTo(deps, tenant, { typed: "\u200b", limit: 25 })).toMatchObject([
      { name: "Grace" },
      { name: "Ada" },
    ]);
  });
});
