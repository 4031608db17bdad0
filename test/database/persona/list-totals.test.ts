import fc from "fast-check";
import { expect, test } from "vitest";
import {
  createPersonaLists,
  type ListedPersona,
  type PersonaFilter,
} from "../../../src/database/persona/persona-lists.ts";
import { forEachEngine } from "../../support/databases.ts";
import { otherTenant, tenant } from "../../support/personas/persona-builders.ts";
import { aLinkedRow, storeRows } from "../../support/personas/stored-personas.ts";

const states = ["linked", "pending", "failed", "missing"] as const;
const filters: readonly PersonaFilter[] = ["all", "linked", "notLinked"];

type Row = {
  state: (typeof states)[number];
  isDeleted: boolean;
  isTheirs: boolean;
  isUnlinked: boolean;
  second: number;
};

const someRow: fc.Arbitrary<Row> = fc.record({
  state: fc.constantFrom(...states),
  isDeleted: fc.boolean(),
  isTheirs: fc.boolean(),
  isUnlinked: fc.boolean(),
  second: fc.integer({ min: 0, max: 3 }),
});

function rowOf({ state, isDeleted, isTheirs, isUnlinked, second }: Row) {
  return aLinkedRow({
    tenant_id: isTheirs ? otherTenant : tenant,
    link: state,
    created_at: new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString(),
    ...(state === "failed" && isUnlinked && { failure_kind: "unlinked" }),
    ...(isDeleted && { deleted_at: "2026-11-22T00:00:00.000Z" }),
  });
}

function isCounted({ state, isDeleted, isTheirs }: Row, filter: PersonaFilter): boolean {
  if (isDeleted || isTheirs) return false;
  return filter === "all" || (filter === "linked") === (state === "linked");
}

function placeOf({ createdMs, id }: ListedPersona) {
  return { createdAt: new Date(createdMs).toISOString(), id };
}

forEachEngine((_, open) => {
  test("every page, of every filter and in both directions, says how many there are on all of them", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(someRow, { maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        async (rows, limit) => {
          const database = await open();
          await storeRows(database, rows.map(rowOf));
          const lists = createPersonaLists(database);
          for (const filter of filters) {
            const total = rows.filter((row) => isCounted(row, filter)).length;
            for (const direction of ["older", "newer"] as const) {
              const seen = new Set<string>();
              let cursor = direction === "older" ? { createdAt: "9", id: "" } : { createdAt: "", id: "" };
              for (;;) {
                const page = await lists.page(tenant, {
                  filter,
                  search: "",
                  limit,
                  from: { cursor, direction },
                });
                if (page.personas.length === 0) break;
                expect(page.total).toBe(total);
                for (const { id } of page.personas) seen.add(id);
                const last = direction === "older" ? page.personas.at(-1) : page.personas[0];
                if (last) cursor = placeOf(last);
              }
              expect(seen.size).toBe(total);
            }
            const first = await lists.page(tenant, { filter, search: " ", limit });
            expect([first.total, first.personas.length]).toEqual(
              total === 0 ? [undefined, 0] : [total, Math.min(limit, total)],
            );
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  test("where names are searched, how many there are is not said", async () => {
    const database = await open();
    await storeRows(database, [aLinkedRow({ name: "Ada" }), aLinkedRow({ name: "Adam" })]);

    const page = await createPersonaLists(database).page(tenant, { filter: "all", search: "ada", limit: 10 });

    expect([page.personas.length, page.total]).toEqual([2, undefined]);
  });
});
