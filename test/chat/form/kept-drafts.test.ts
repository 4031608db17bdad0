import { expect, test } from "vitest";
import type { Draft } from "../../../src/chat/dispatch/dispatch-deps.ts";
import { keepDrafts } from "../../../src/chat/form/kept-drafts.ts";
import { createLog } from "../../../src/log.ts";

const team = "slack:T1";
const aDraft = (formId: string, values = {}): Draft => ({ formId, userId: "U1", command: "greet", values });

/** A database that can be switched off. */
function aStore() {
  const rows = new Map<string, Draft>();
  const store = {
    rows,
    isDown: false,
    async save(tenantId: string, draft: Draft) {
      if (store.isDown) throw new Error("locked");
      rows.set(`${tenantId}/${draft.formId}`, draft);
    },
    async find(tenantId: string, formId: string) {
      if (store.isDown) throw new Error("locked");
      return rows.get(`${tenantId}/${formId}`);
    },
  };
  return { store, drafts: keepDrafts(store, createLog({ level: "silent" })) };
}

test("what the database does not take is found all the same, and stored with the next one it takes", async () => {
  const { store, drafts } = aStore();
  store.isDown = true;

  const isStored = await drafts.saveOrKeep(team, aDraft("f1", { name: "Ada" }));
  const found = await drafts.find(team, "f1");
  store.isDown = false;
  await drafts.save(team, aDraft("f2"));

  expect([isStored, found?.values]).toEqual([false, { name: "Ada" }]);
  expect([...store.rows.keys()]).toEqual([`${team}/f2`, `${team}/f1`]);
});

test("a part joins what was stored for the same form, and is no other team's or person's", async () => {
  const { drafts } = aStore();
  await drafts.save(team, aDraft("f1", { kind: "creator" }));
  drafts.keep(team, aDraft("f1", { name: "Ada" }), { isPartial: true });
  drafts.keep(team, { ...aDraft("f2", { name: "Ben" }), userId: "U2" }, { isPartial: true });

  expect((await drafts.find(team, "f1"))?.values).toEqual({ kind: "creator", name: "Ada" });
  expect(await drafts.find("slack:T2", "f1")).toBeUndefined();
  expect((await drafts.find(team, "f2"))?.userId).toBe("U2");
});

test("no more are kept than memory has room for, the newest ones", async () => {
  const { drafts } = aStore();
  for (let count = 0; count < 250; count += 1) drafts.keep(team, aDraft(`f${count}`));

  expect(await drafts.find(team, "f49")).toBeUndefined();
  expect(await drafts.find(team, "f50")).toBeDefined();
});
