import { expect, test } from "vitest";
import { createLog } from "../../src/log.ts";
import { createTeamReplicas, type Replica } from "../../src/replicas/team-replicas.ts";
import { keyTag } from "../../src/tenants/keys.ts";
import { untilTrue } from "../support/until-true.ts";
import { key, startTavus } from "../tavus/setup.ts";

const minute = 60_000;
const [team, others] = ["slack:T1", "slack:T2"];

async function startReplicas() {
  const { standIn, client, account } = await startTavus();
  let nowMs = Date.now();
  const replicas = createTeamReplicas({
    tavus: client,
    keys: {
      async keyFor(tenantId) {
        const value = { [team]: key, [others]: "wrong" }[tenantId];
        return value === undefined ? undefined : { value, tag: keyTag(value) };
      },
    },
    log: createLog({ level: "silent" }),
    now: () => nowMs,
  });
  return {
    standIn,
    account,
    replicas,
    usable: (tenantId = team) => replicas.usable(tenantId),
    /** What somebody sees who looks and waits until it has come. */
    async look() {
      await (await replicas.look(team))?.coming;
      return (await replicas.look(team))?.list;
    },
    pass(ms: number) {
      nowMs += ms;
    },
  };
}

const idsOf = (rows: readonly Replica[] = []) => rows.map(({ id }) => id);

test("the account's own replicas come first, and only those that can be used are offered", async () => {
  const { account, usable } = await startReplicas();
  account.addReplica({ id: "r-own", name: "Own" });
  account.addReplica({ id: "r-training", status: "started" });
  account.addReplica({ id: "r-broken", status: "error" });

  const ids = idsOf(await usable());

  expect(ids[0]).toBe("r-own");
  expect(ids.slice(1).sort()).toEqual(["r79e1c033f", "r90bbd427f71", "rc9cff32ceba"]);
});

test("whoever looks sees all of them, with how they stand", async () => {
  const { account, look } = await startReplicas();
  account.addReplica({ id: "r-training", status: "started", progress: "37/100" });
  account.addReplica({ id: "r-broken", status: "error" });

  const list = await look();

  expect(list?.rows.slice(0, 2)).toMatchObject([
    { id: "r-broken", status: "error" },
    { id: "r-training", status: "started", progress: "37/100", model: "phoenix-4" },
  ]);
  expect(list?.rows).toHaveLength(5);
});

test("for five minutes Tavus is not asked again, however many ask at once", async () => {
  const { standIn, usable, pass } = await startReplicas();

  await Promise.all([usable(), usable(), usable()]);
  pass(5 * minute - 1);
  await usable();

  // A page, and the empty one that is the end.
  expect(standIn.requests).toHaveLength(2);
});

test("one in training is asked about sooner, but only by somebody who looks", async () => {
  const { standIn, account, usable, look, pass } = await startReplicas();
  account.addReplica({ id: "r-training", status: "started" });
  await usable();
  pass(minute);
  await usable();
  const before = standIn.requests.length;

  await look();
  const after = standIn.requests.length;
  pass(minute);

  expect([before, after]).toEqual([2, 4]);
  expect(standIn.requests).toHaveLength(4);
});

test("an account that has none in training is not asked sooner", async () => {
  const { standIn, look, pass } = await startReplicas();
  await look();
  pass(minute);
  await look();

  expect(standIn.requests).toHaveLength(2);
});

test("an old list is shown at once while a new one is fetched", async () => {
  const { standIn, account, usable, pass } = await startReplicas();
  const old = await usable();
  account.addReplica({ id: "r-new" });
  pass(5 * minute + 1);
  standIn.setFault({ delayMs: 100 });

  expect(await usable()).toEqual(old);

  await untilTrue(async () => idsOf(await usable()).includes("r-new"));
  expect(standIn.requests).toHaveLength(4);
});

test("a first list that does not come in time is empty, and there a little later", async () => {
  const { standIn, usable } = await startReplicas();
  standIn.setFault({ delayMs: 1_200 }, { times: 1 });

  expect(await usable()).toEqual([]);
  await untilTrue(async () => (await usable()).length > 0);
  expect(standIn.requests).toHaveLength(2);
});

test("while Tavus fails the old list stays, and whoever looks hears of it", async () => {
  const { standIn, replicas, usable, pass } = await startReplicas();
  const old = await usable();
  standIn.setFault("serverErrors");
  pass(5 * minute + 1);
  await (await replicas.look(team))?.coming;

  const look = await replicas.look(team);

  expect(look?.failure?.kind).toBe("unavailable");
  expect(look?.list?.rows).toEqual(old);
  expect(look?.coming).toBeUndefined();
  const before = standIn.requests.length;
  expect(await usable()).toEqual(old);
  expect(standIn.requests).toHaveLength(before);
});

test("a first list that fails is empty, and asked for again", async () => {
  const { standIn, usable } = await startReplicas();
  standIn.setFault("serverErrors", { times: 1 });

  expect(await usable()).toEqual([]);
  expect((await usable()).length).toBeGreaterThan(0);
});

test("teams with other keys do not see each other's replicas, and one without a key none", async () => {
  const { account, usable, replicas } = await startReplicas();
  account.addReplica({ id: "r-own" });
  await usable();

  expect(await usable(others)).toEqual([]);
  expect(await replicas.look("slack:T3")).toBeUndefined();
  expect(await usable("slack:T3")).toEqual([]);
});

test("of an account with too many so many are kept, and the others counted", async () => {
  const { account, look } = await startReplicas();
  for (let count = 0; count < 1100; count += 1) account.addReplica();

  const list = await look();

  expect(list?.rows).toHaveLength(1000 + 3);
  expect(list?.more).toBe(100);
});

test("why one failed is asked once, behind what is shown", async () => {
  const { standIn, account, replicas } = await startReplicas();
  account.addReplica({ id: "r-broken", status: "error", error: "The video was too dark" });
  account.addReplica({ id: "r-mute", status: "error" });

  const first = await replicas.reasons(team, ["r-broken", "r-mute"]);
  const atOnce = ["r-broken", "r-mute"].map(first.of);
  await Promise.all([first.coming, (await replicas.reasons(team, ["r-broken"])).coming]);
  const again = await replicas.reasons(team, ["r-broken", "r-mute"]);

  expect(atOnce).toEqual([undefined, undefined]);
  expect(["r-broken", "r-mute"].map(again.of)).toEqual(["The video was too dark", ""]);
  expect(again.coming).toBeUndefined();
  expect(standIn.requests.filter(({ operation }) => operation === "get replica")).toHaveLength(2);
});

test("one that was trained anew and failed again has another reason, and Tavus may give one late", async () => {
  const { standIn, account, replicas, pass } = await startReplicas();
  const rows = [
    account.addReplica({ id: "r-again", status: "error", error: "The video was too dark" }),
    account.addReplica({ id: "r-late", status: "error" }),
  ];
  const ids = rows.map(({ id }) => id);
  const reasons = async () => {
    const { of, coming } = await replicas.reasons(team, ids);
    return { shown: ids.map(of), coming };
  };
  await (await reasons()).coming;
  pass(5 * minute - 1);
  const still = await reasons();
  for (const row of rows) row.error = "The consent was not said";
  pass(7 * 24 * 60 * minute);

  const aWeekLater = await reasons();
  await aWeekLater.coming;

  expect(still).toEqual({ shown: ["The video was too dark", ""], coming: undefined });
  expect(aWeekLater.shown).toEqual(still.shown);
  expect(await reasons()).toEqual({
    shown: ["The consent was not said", "The consent was not said"],
    coming: undefined,
  });
  expect(standIn.requests.filter(({ operation }) => operation === "get replica")).toHaveLength(4);
});

test("voices without an ID are left out and counted", async () => {
  const { account, replicas } = await startReplicas();
  account.voices = [
    { id: null, name: "Nobody" },
    { id: "v1", name: "Clara", sampleUrl: "https://x.test/clara.mp3" },
    { id: null, name: "No one" },
  ];
  await (await replicas.voices.look(team))?.coming;

  const list = (await replicas.voices.look(team))?.list;

  expect(list?.rows).toMatchObject([{ id: "v1", name: "Clara", sampleUrl: "https://x.test/clara.mp3" }]);
  expect(list?.unreadable).toBe(2);
});

test("a later look of the same person takes the place of an earlier one", async () => {
  const { replicas } = await startReplicas();
  const isFirst = replicas.beginLook({ tenantId: team, userId: "U1" });
  const isOther = replicas.beginLook({ tenantId: team, userId: "U2" });
  const isSecond = replicas.beginLook({ tenantId: team, userId: "U1" });

  expect([isFirst(), isOther(), isSecond()]).toEqual([false, true, true]);
});
