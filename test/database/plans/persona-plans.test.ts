import { expect, test } from "vitest";
import { createPersonaImports } from "../../../src/database/persona/persona-imports.ts";
import { createPersonaLists, type PersonaFilter } from "../../../src/database/persona/persona-lists.ts";
import { createPersonaStore } from "../../../src/database/persona/persona-store.ts";
import { createSyncRows } from "../../../src/database/persona/sync-rows.ts";
import { tenant } from "../../support/personas/persona-builders.ts";
import { inAnyOrder, openExplained } from "./explained-world.ts";

const cursor = { createdAt: "2026-01-01T00:10:00.000Z", id: "per_600" };
const itsLink = "links by links_pk (tenant_id, subject_kind, subject_id)";
const itsPersona = "personas by personas_pk (tenant_id, id)";
const inBlocks = "personas by personas_in_block alone (tenant_id, search_block)";
/** What was made since names were filed last. */
const newcomers = "personas by personas_unfiled alone (tenant_id)";
const byRemoteId = "links by links_remote (tenant_id, subject_kind, remote_id)";

test("on SQLite a page is read by its index, without sorting", async () => {
  const { database, waysOf } = await openExplained();
  const lists = createPersonaLists(database);
  const first = (filter: PersonaFilter, search = "") => lists.page(tenant, { filter, search, limit: 10 });
  const beyond = (filter: PersonaFilter, direction: "older" | "newer") =>
    lists.page(tenant, { filter, search: "", from: { cursor, direction }, limit: 10 });

  const ways = await waysOf({
    all: () => first("all"),
    "all, older": () => beyond("all", "older"),
    "all, newer": () => beyond("all", "newer"),
    "all, by name": () => first("all", "7"),
    linked: () => first("linked"),
    "linked, older": () => beyond("linked", "older"),
    "linked, newer": () => beyond("linked", "newer"),
    "linked, by name": () => first("linked", "7"),
    notLinked: () => first("notLinked"),
    "notLinked, older": () => beyond("notLinked", "older"),
    "notLinked, newer": () => beyond("notLinked", "newer"),
    "notLinked, by name": () => first("notLinked", "7"),
    "all, by rare name": () => first("all", "persona 77"),
    holding: () => lists.findNames(tenant, { wanted: "persona 77", pieces: [], limit: 25 }),
    near: () => lists.findNames(tenant, { wanted: "x77", pieces: ["77 "], limit: 25 }),
    called: () => lists.called(tenant, "persona 77", 25),
    withIdFrom: () => lists.withIdFrom(tenant, "p77", 25),
    oldestWaiting: () => lists.oldestWaiting(tenant),
  });

  const linked = "links by links_state (tenant_id, subject_kind, state";
  const notLinked = "links by links_not_linked (tenant_id, subject_kind";
  /** How many there are, in the same statement. */
  const count = "links by links_state alone (tenant_id, subject_kind";
  const [all, some] = [`${count})`, `${count}, state)`];
  expect(inAnyOrder(ways)).toEqual(
    inAnyOrder({
      all: ["personas by personas_newest (tenant_id)", itsLink, all],
      "all, older": ["personas by personas_newest (tenant_id, (created_at,id)<(?,?))", itsLink, all],
      "all, newer": ["personas by personas_newest (tenant_id, (created_at,id)>(?,?))", itsLink, all],
      "all, by name": [inBlocks, newcomers, "personas by personas_newest (tenant_id)", itsLink],
      linked: [`${linked})`, itsPersona, some],
      "linked, older": [`${linked}, (created_at,subject_id)<(?,?))`, itsPersona, some],
      "linked, newer": [`${linked}, (created_at,subject_id)>(?,?))`, itsPersona, some],
      "linked, by name": [inBlocks, newcomers, "personas by personas_newest (tenant_id)", itsLink],
      notLinked: [`${notLinked})`, itsPersona, all],
      "notLinked, older": [`${notLinked}, (created_at,subject_id)<(?,?))`, itsPersona, all],
      "notLinked, newer": [`${notLinked}, (created_at,subject_id)>(?,?))`, itsPersona, all],
      "notLinked, by name": [inBlocks, newcomers, `${notLinked})`, itsPersona],
      "all, by rare name": [inBlocks, newcomers, itsPersona, itsLink, "sorted"],
      holding: [newcomers, "sorted", inBlocks, "sorted", itsPersona],
      near: [newcomers, "sorted", inBlocks, "sorted"],
      called: [byRemoteId, itsPersona, "personas by personas_called (tenant_id, name_folded)"],
      withIdFrom: [
        itsPersona,
        "personas by personas_pk alone (tenant_id, id>, id<)",
        "links by links_remote (tenant_id, subject_kind, remote_id>, remote_id<)",
        "sorted",
      ],
      oldestWaiting: [`${linked})`, itsPersona],
    }),
  );
});

test("on SQLite a persona is found by its keys, however many the team has", async () => {
  const { database, waysOf } = await openExplained();
  const store = createPersonaStore(database);
  const lists = createPersonaLists(database);
  const imports = createPersonaImports(database);

  const ways = await waysOf({
    find: () => store.find(tenant, "per_7"),
    findEver: () => store.findEver(tenant, "per_7"),
    findAll: () => store.findAll(tenant, ["per_7", "per_8"]),
    findByForm: () => store.findByForm(tenant, "form"),
    findRemoved: () => store.findRemoved(tenant, "p7"),
    called: () => lists.called(tenant, "p7", 25),
    exportPage: () => store.exportPage(tenant, "per_7", 100),
    makeRoom: () => imports.makeRoom({ tenantId: tenant, id: "per_typed" }, "p7"),
  });

  expect(inAnyOrder(ways)).toEqual(
    inAnyOrder({
      find: [itsPersona, itsLink],
      findEver: [itsLink, itsPersona],
      findAll: [itsLink, itsPersona],
      findByForm: ["personas by personas_form (tenant_id, form_id)", itsLink],
      findRemoved: [itsLink, byRemoteId, itsPersona],
      called: [byRemoteId, itsPersona],
      exportPage: ["personas by personas_pk (tenant_id, id>)", itsLink],
      makeRoom: [byRemoteId, itsLink, itsPersona],
    }),
  );
});

test("on SQLite a sync reads the links that it asks for and no others", async () => {
  const { database, waysOf } = await openExplained();
  const rows = createSyncRows(database);

  const ways = await waysOf({
    withRemoteIds: () => rows.withRemoteIds(tenant, ["p7", "p8"]),
    withIds: () => rows.withIds(tenant, ["per_7", "per_8"]),
    unlinkedAfter: () => rows.unlinkedAfter(tenant, cursor, 100),
    unlinkedSince: () => rows.unlinkedSince(tenant, 0),
    remoteIdsAfter: () => rows.remoteIdsAfter(tenant, "p7", 100),
    namedWithRemoteIds: () => rows.namedWithRemoteIds(tenant, ["p7", "p8"]),
    someLinked: () => rows.someLinked(tenant, 5),
    countLinked: () => rows.countLinked(tenant),
    settledOf: () => rows.settledOf(tenant, ["per_7", "per_8"]),
    differingAfter: () => rows.differingAfter(tenant, "per_7", 100),
  });

  expect(inAnyOrder(ways)).toEqual(
    inAnyOrder({
      withRemoteIds: [byRemoteId],
      withIds: [itsLink],
      unlinkedAfter: [
        "links by links_not_linked (tenant_id, subject_kind, (created_at,subject_id)>(?,?))",
        itsPersona,
      ],
      unlinkedSince: [
        "persona_versions by persona_versions_of (tenant_id, persona_id)",
        "links by links_not_linked (tenant_id, subject_kind)",
        "sorted",
      ],
      remoteIdsAfter: ["links by links_remote alone (tenant_id, subject_kind, remote_id>)"],
      namedWithRemoteIds: [byRemoteId, itsPersona],
      someLinked: ["links by links_state (tenant_id, subject_kind, state)"],
      countLinked: ["links by links_state alone (tenant_id, subject_kind, state)"],
      settledOf: [itsPersona, itsLink],
      differingAfter: ["links by links_differing (tenant_id, subject_kind, subject_id>)", itsPersona],
    }),
  );
});
