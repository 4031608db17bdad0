import { expect, test } from "vitest";
import { createInstanceStore, deadAfterMs } from "../../../src/database/fleet/instance-store.ts";
import { forEachEngine } from "../../support/databases.ts";

const start = Date.parse("2026-11-28T12:00:00.000Z");

forEachEngine((engine, open) => {
  async function twoProcesses() {
    const clock = { nowMs: start };
    const database = await open({ clock: () => clock.nowMs });
    const names = async () => (await one.live()).map(({ id }) => id);
    const one = createInstanceStore(database, "one");
    clock.nowMs += 1;
    return { clock, database, names, one, two: createInstanceStore(database, "two") };
  }

  test("a process is alive from its first beat until it has said nothing for a while, or has ended", async () => {
    const { clock, names, one, two } = await twoProcesses();
    await one.beat({ discord: "connected" });
    await two.beat({});
    const both = await names();
    clock.nowMs += deadAfterMs - 1;
    await one.beat({ discord: "connected" });
    const stillBoth = await names();
    clock.nowMs += 1;
    const withoutTheSilent = await names();
    await two.beat({});
    await two.end();

    expect([both, stillBoth, withoutTheSilent, await names()]).toEqual(
      engine === "postgres"
        ? [["one", "two"], ["one", "two"], ["one"], ["one"]]
        : [["one"], ["one"], ["one"], ["one"]],
    );
  });

  test("a beat says since when the process is there and how its platforms are", async () => {
    const { clock, one } = await twoProcesses();
    await one.beat({ discord: "connecting" });
    clock.nowMs += 5000;
    await one.beat({ discord: "connected" });

    const [live] = await one.live();
    expect(live).toMatchObject({ id: "one", startedMs: start, beatMs: clock.nowMs });
    if (engine === "postgres") expect(live?.platforms).toEqual({ discord: "connected" });
  });

  test("the dead are forgotten after a while; on SQLite nobody is written down", async () => {
    const { clock, database, one, two } = await twoProcesses();
    await one.beat({});
    await two.beat({});
    clock.nowMs += 2 * 3_600_000;
    await one.beat({});
    await one.forgetTheDead();

    const rows = await database.kysely.selectFrom("instances").select("instance_id").execute();
    expect(rows).toEqual(engine === "postgres" ? [{ instance_id: "one" }] : []);
  });
});
