import { expect, test } from "vitest";
import { createLog } from "../../src/log.ts";
import { createReplicaCache } from "../../src/replicas/replica-cache.ts";
import { keyTag } from "../../src/tenants/keys.ts";
import { untilTrue } from "../support/until-true.ts";
import { key, startTavus } from "../tavus/setup.ts";

const minute = 60_000;
const tavusKey = { value: key, tag: keyTag(key) };

async function startCache() {
  const { standIn, client, account } = await startTavus();
  let nowMs = Date.now();
  const cache = createReplicaCache(client, createLog({ level: "silent" }), () => nowMs);
  return {
    standIn,
    account,
    list: (of = tavusKey) => cache.list(of),
    pass(ms: number) {
      nowMs += ms;
    },
  };
}

test("the account's own replicas come first, and only those that can be used", async () => {
  const { account, list } = await startCache();
  account.addReplica({ id: "r-own", name: "Own" });
  account.addReplica({ id: "r-training", status: "started" });
  account.addReplica({ id: "r-broken", status: "error" });

  const ids = (await list()).map(({ id }) => id);

  expect(ids[0]).toBe("r-own");
  expect(ids.slice(1).sort()).toEqual(["r79e1c033f", "r90bbd427f71", "rc9cff32ceba"]);
});

test("for five minutes Tavus is not asked again, however many ask at once", async () => {
  const { standIn, list, pass } = await startCache();

  await Promise.all([list(), list(), list()]);
  pass(5 * minute - 1);
  await list();

  // A page, and the empty one that is the end.
  expect(standIn.requests).toHaveLength(2);
});

test("an old list is shown at once while a new one is fetched", async () => {
  const { standIn, account, list, pass } = await startCache();
  const old = await list();
  account.addReplica({ id: "r-new" });
  pass(5 * minute + 1);
  standIn.setFault({ delayMs: 100 });

  expect(await list()).toEqual(old);

  await untilTrue(async () => (await list()).some(({ id }) => id === "r-new"));
  expect(standIn.requests).toHaveLength(4);
});

test("a first list that does not come in time is empty, and there a little later", async () => {
  const { standIn, list } = await startCache();
  standIn.setFault({ delayMs: 1_200 }, { times: 1 });

  expect(await list()).toEqual([]);
  await untilTrue(async () => (await list()).length > 0);
  expect(standIn.requests).toHaveLength(2);
});

test("while Tavus fails the old list stays", async () => {
  const { standIn, list, pass } = await startCache();
  const old = await list();
  standIn.setFault("serverErrors");
  pass(5 * minute + 1);
  await list();
  await untilTrue(() => standIn.requests.length >= 2);

  expect(await list()).toEqual(old);
});

test("a first list that fails is empty, and asked for again", async () => {
  const { standIn, list } = await startCache();
  standIn.setFault("serverErrors", { times: 1 });

  expect(await list()).toEqual([]);
  expect((await list()).length).toBeGreaterThan(0);
});

test("accounts do not see each other's replicas", async () => {
  const { account, list } = await startCache();
  account.addReplica({ id: "r-own" });
  await list();

  expect(await list({ value: "wrong", tag: keyTag("wrong") })).toEqual([]);
});
