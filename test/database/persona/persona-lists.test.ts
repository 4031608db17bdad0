import { expect, test } from "vitest";
import {
  type Cursor,
  createPersonaLists,
  type ListedPersona,
  type PersonaFilter,
} from "../../../src/database/persona/persona-lists.ts";
import { suggestTo } from "../../../src/personas/lookup.ts";
import { forEachEngine, type OpenDatabase } from "../../support/databases.ts";
import { aStoredPersona, otherTenant, tenant } from "../../support/personas/persona-builders.ts";
import { linksOfPersonas } from "../../support/personas/persona-links.ts";
import { aLinkedRow, rowsOf, storeRows } from "../../support/personas/stored-personas.ts";

const limit = 10;
const deleted = { deleted_at: "2026-11-22T00:00:00.000Z" };
const second = (count: number) => new Date(Date.UTC(2026, 0, 1) + count * 1000).toISOString();

function cursorAt({ createdMs, id }: ListedPersona): Cursor {
  return { createdAt: new Date(createdMs).toISOString(), id };
}

forEachEngine((_, open) => {
  async function listsOf(openDatabase: OpenDatabase, rows: Parameters<typeof storeRows>[1]) {
    const database = await openDatabase();
    await storeRows(database, rows);
    return { lists: createPersonaLists(database), database };
  }

  async function namesFound(search: string, names: string[]): Promise<string[]> {
    const rows = names.map((name) => aLinkedRow({ name }));
    const { lists } = await listsOf(open, rows);
    const { personas: found } = await lists.page(tenant, { filter: "all", search, limit });
    return found.map(({ name }) => name).sort();
  }

  test("rows made in the same millisecond stand on one page each, both ways", async () => {
    const rows = Array.from({ length: 25 }, () => aLinkedRow());
    const { lists } = await listsOf(open, rows);
    const request = { filter: "all" as const, search: "", limit };
    const older: string[][] = [];
    let page = await lists.page(tenant, request);
    for (;;) {
      older.push(page.personas.map(({ id }) => id));
      const last = page.personas.at(-1);
      if (!last || !page.hasOlder) break;
      const cursor = cursorAt(last);
      page = await lists.page(tenant, { ...request, from: { cursor, direction: "older" } });
    }
    const [first] = page.personas;
    if (!first) throw new Error("The last page is empty.");
    const cursor = cursorAt(first);

    const back = await lists.page(tenant, { ...request, from: { cursor, direction: "newer" } });

    expect(older.map((ids) => ids.length)).toEqual([10, 10, 5]);
    expect(new Set(older.flat())).toEqual(new Set(rows.map(({ id }) => id)));
    expect(back.personas.map(({ id }) => id)).toEqual(older[1]);
    expect(back).toMatchObject({ hasNewer: true, hasOlder: true });
  });

  test("a page of exactly ten has no next one", async () => {
    const { lists } = await listsOf(open, rowsOf(tenant, 10));

    const page = await lists.page(tenant, { filter: "all", search: "", limit });

    expect(page).toMatchObject({ hasNewer: false, hasOlder: false });
    expect(page.personas.map(({ name }) => name)[0]).toBe("Persona 10");
  });

  test.each([
    ["all", ["failed", "linked", "missing", "pending"]],
    ["linked", ["linked"]],
    ["notLinked", ["failed", "missing", "pending"]],
  ] as [PersonaFilter, string[]][])("the filter %s shows %j", async (filter, links) => {
    const states = ["linked", "pending", "failed", "missing"] as const;
    const { lists } = await listsOf(
      open,
      states.map((link) => aLinkedRow({ link })),
    );

    const { personas } = await lists.page(tenant, { filter, search: "", limit });

    expect(personas.map(({ link }) => link.state).sort()).toEqual(links);
  });

  test.each([
    ["%", ["50% off"]],
    ["_", ["snake_case"]],
    ["\\", ["back\\slash"]],
    ["\\%", []],
    ["'", ["O'Hara"]],
    ["ADA", ["Ada", "ada lovelace"]],
    ["da l", ["ada lovelace"]],
    ["", ["50% off", "Ada", "O'Hara", "ada lovelace", "back\\slash", "snake_case"]],
  ])("a search for %j finds names that hold just that", async (search, found) => {
    const names = ["50% off", "Ada", "O'Hara", "ada lovelace", "back\\slash", "snake_case"];

    expect(await namesFound(search, names)).toEqual(found.sort());
  });

  test.each(["zoë", "ZOë"])("a search for %s finds Zoë, with or without its accent", async (search) => {
    expect(await namesFound(search, ["Zoë", "Zoe", "Zo"])).toEqual(["Zoe", "Zoë"]);
  });

  test("an exact name, either id and nothing less is what something is called; an id comes first", async () => {
    const named = aLinkedRow({ name: "Ada", tavus_persona_id: "p0123456789a" });
    const misleading = aLinkedRow({ name: "p0123456789a" });
    const { lists } = await listsOf(open, [named, misleading]);

    const idsOf = async (text: string) => (await lists.called(tenant, text, 25)).map(({ id }) => id);

    expect(await idsOf("ADA")).toEqual([named.id]);
    expect(await idsOf(named.id)).toEqual([named.id]);
    expect(await idsOf("p0123456789a")).toEqual([named.id]);
    expect(await idsOf("Ad")).toEqual([]);
    expect(await idsOf("%")).toEqual([]);
  });

  test("suggested are part of a name first, then the beginning of either id", async () => {
    const older = aLinkedRow({ name: "p0 here", created_at: "2020-01-01T00:00:00.000Z" });
    const byTavusId = aLinkedRow({ name: "Ada", tavus_persona_id: "p0123456789a" });
    const { lists } = await listsOf(open, [older, byTavusId, aLinkedRow({ name: "Grace" })]);
    const idsOf = async (typed: string) =>
      (await suggestTo({ lists }, tenant, { typed, limit: 25 })).map(({ id }) => id);

    expect(await idsOf("P0")).toEqual([older.id, byTavusId.id]);
    expect(await idsOf(byTavusId.id.substring(0, 10))).toEqual([byTavusId.id]);
    expect(await idsOf("0123456789a")).toEqual([]);
    expect(await idsOf("per%")).toEqual([]);
  });

  test("what is deleted, and what is another team's, is nowhere", async () => {
    const theirs = aLinkedRow({ tenant_id: otherTenant, tavus_persona_id: "ptheirs" });
    const deleted = aLinkedRow({ deleted_at: "2026-01-01T00:00:00.000Z", tavus_persona_id: "pgone" });
    const { lists, database } = await listsOf(open, [theirs, deleted]);

    for (const { id, name, tavus_persona_id } of [theirs, deleted]) {
      expect(await lists.called(tenant, id, 25)).toEqual([]);
      expect(await lists.called(tenant, name, 25)).toEqual([]);
      expect(await lists.called(tenant, tavus_persona_id ?? "", 25)).toEqual([]);
    }
    for (const filter of ["all", "linked", "notLinked"] as const)
      expect((await lists.page(tenant, { filter, search: "", limit })).personas).toEqual([]);
    for (const typed of ["", "Ada", "ad"])
      expect(await suggestTo({ lists }, tenant, { typed, limit: 25 })).toEqual([]);
    expect(await lists.findNames(tenant, { wanted: "ad", pieces: [" ad"], limit: 25 })).toEqual({ near: [] });
    expect(await linksOfPersonas(database).knownRemoteIds(tenant, ["ptheirs", "pgone"])).toEqual({
      here: new Set(),
      gone: new Set(["pgone"]),
    });
  });

  test("the oldest that waits is found, not what has failed before it", async () => {
    const oldest = aStoredPersona({ created_at: second(2) });
    const { lists } = await listsOf(open, [
      aStoredPersona({ created_at: second(3) }),
      oldest,
      aStoredPersona({ created_at: second(1), link: "failed" }),
      aStoredPersona({ created_at: second(1), ...deleted }),
    ]);

    expect((await lists.oldestWaiting(tenant))?.id).toBe(oldest.id);
    expect(await lists.oldestWaiting(otherTenant)).toBeUndefined();
  });
});
