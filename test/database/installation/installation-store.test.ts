import { expect, test } from "vitest";
import { createInstallationStore } from "../../../src/database/installation/installation-store.ts";
import { createSecrets } from "../../../src/database/team/secrets.ts";
import { forEachEngine } from "../../support/databases.ts";

const secrets = createSecrets([Buffer.alloc(32, "a")]);
const hour = 3_600_000;
const rotating = (token: string, expiresAtMs: number) => ({
  token,
  refresh: { token: `refresh of ${token}`, expiresAtMs },
});

forEachEngine((_engine, open) => {
  async function openStore() {
    const clock = { nowMs: Date.parse("2026-11-28T12:00:00.000Z") };
    const database = await open({ clock: () => clock.nowMs });
    return { database, clock, store: createInstallationStore(database, { secrets, platform: "slack" }) };
  }

  test("a token lies sealed, for its own workspace alone, and is found as it was given", async () => {
    const { database, store, clock } = await openStore();
    await store.install("T1", undefined, rotating("xoxb-1", clock.nowMs + hour));

    expect(await store.find("T1")).toMatchObject({ id: "T1", ...rotating("xoxb-1", clock.nowMs + hour) });
    const rows = await database.kysely.selectFrom("installations").selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain("xoxb-1");
    expect(secrets.open("slack:T2", rows[0]?.token_sealed ?? "")).toBeUndefined();
    expect(await store.find("T2")).toBeUndefined();
  });

  test("a workspace is served by its own installation, or else by its organization's", async () => {
    const { store } = await openStore();
    await store.install("E1", "E1", { token: "of-e1" });
    const tokenOf = async (team: string, organization?: string) =>
      (await store.findFor(team, organization))?.token;

    expect(await tokenOf("T1")).toBeUndefined();
    expect(await tokenOf("T1", "E2")).toBeUndefined();
    expect(await tokenOf("T1", "E1")).toBe("of-e1");
    await store.noteMember("T1", "E1");
    expect(await tokenOf("T1")).toBe("of-e1");
    await store.install("T1", "E1", { token: "of-t1" });
    expect(await tokenOf("T1")).toBe("of-t1");
    await store.noteMember("T1", "E1");
    expect(await tokenOf("T1")).toBe("of-t1");
  });

  test("of several that would renew a token one may, until its lease ends or another token is there", async () => {
    const { store, clock } = await openStore();
    await store.install("T1", undefined, rotating("old", clock.nowMs));
    const old = await store.find("T1");
    if (!old) throw new Error("not installed");
    const claims = await Promise.all([1, 2, 3, 4].map(() => store.claimRenewal(old, 1000)));

    expect(claims.filter(Boolean)).toHaveLength(1);
    clock.nowMs += 1001;
    expect(await store.claimRenewal(old, 1000)).toBe(true);
    await store.releaseRenewal(old);
    expect(await store.claimRenewal(old, 1000)).toBe(true);
    expect(await store.renew(old, rotating("new", clock.nowMs + hour))).toBe(true);
    expect(await store.claimRenewal(old, 1000)).toBe(false);
    expect(await store.renew(old, rotating("newer", clock.nowMs + hour))).toBe(false);
    expect((await store.find("T1"))?.token).toBe("new");
  });

  test("what is said of a token that is no more deletes nothing", async () => {
    const { store } = await openStore();
    await store.install("T1", undefined, { token: "first" });
    const first = await store.find("T1");
    await store.install("T1", undefined, { token: "second" });

    expect(first && (await store.remove(first))).toBe(false);
    expect((await store.find("T1"))?.token).toBe("second");
  });

  test("an organization's workspaces are served no more when it goes, and again when it is back", async () => {
    const { store, clock } = await openStore();
    await store.install("E1", "E1", { token: "e" });
    for (const team of ["T1", "T2", "T3"]) await store.noteMember(team, "E1");
    await store.install("T3", "E1", { token: "t3" });

    expect((await store.servedAlone("E1")).sort()).toEqual(["T1", "T2"]);
    expect(await store.servedAlone("T3")).toEqual([]);
    const organization = await store.find("E1");
    expect(organization && (await store.remove(organization))).toBe(true);
    expect(await store.findFor("T1", "E1")).toBeUndefined();
    expect(await store.servedAlone("T3")).toEqual(["T3"]);
    expect((await store.install("E1", "E1", { token: "again" })).sort()).toEqual(["T1", "T2"]);
    expect((await store.findFor("T1", undefined))?.token).toBe("again");

    const own = await store.find("T3");
    expect(own && (await store.remove(own))).toBe(true);
    expect((await store.findFor("T3", undefined))?.token).toBe("again");
    clock.nowMs += 60 * 24 * hour;
    await store.tidy();
    expect((await store.findFor("T2", undefined))?.token).toBe("again");
  });

  test("each is looked at once a day, by one process", async () => {
    const { store, clock } = await openStore();
    for (const team of ["T1", "T2", "T3"]) await store.install(team, undefined, { token: team });

    expect(await store.claimChecks(5)).toEqual([]);
    clock.nowMs += 25 * hour;
    const claimed = await Promise.all([store.claimChecks(2), store.claimChecks(2), store.claimChecks(2)]);
    expect(claimed.flat().length).toBe(new Set(claimed.flat()).size);
    await store.claimChecks(5);
    expect(await store.claimChecks(5)).toEqual([]);
    await store.checkIn("T2", 0);
    expect(await store.claimChecks(5)).toEqual(["T2"]);
  });
});
