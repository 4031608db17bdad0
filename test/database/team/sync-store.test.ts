import { expect, test } from "vitest";
import { createSyncStore } from "../../../src/database/team/sync-store.ts";
import { forEachEngine } from "../../support/databases.ts";
import { createHarnessClock } from "../../support/harness/harness-clock.ts";
import { otherTenant, tenant } from "../../support/personas/persona-builders.ts";

const first = { runId: "one", mode: "apply", startedBy: "u1", progress: "{}" };
const second = { ...first, runId: "two", startedBy: "u2" };

forEachEngine((_engine, open) => {
  test("of many that begin at once one wins, for each tenant", async () => {
    const syncs = createSyncStore(await open());

    const begun = await Promise.all(
      Array.from({ length: 8 }, (_, number) => syncs.begin(tenant, { ...first, runId: `run ${number}` })),
    );

    expect(begun.filter(Boolean)).toHaveLength(1);
    expect(await syncs.begin(otherTenant, second)).toBe(true);
  });

  test("a run that ended makes room, and what it came to stays until then", async () => {
    const syncs = createSyncStore(await open());
    await syncs.begin(tenant, first);
    await syncs.end(tenant, { runId: "one", progress: "{}", summary: "{}" });

    const ended = await syncs.find(tenant);

    expect(ended).toMatchObject({ runId: "one", summary: "{}", isAlive: false });
    expect(await syncs.begin(tenant, second)).toBe(true);
    expect(await syncs.find(tenant)).toMatchObject({
      runId: "two",
      summary: null,
      isAlive: true,
    });
  });

  test("a run whose process died is taken over, and learns of it if it did not die after all", async () => {
    const clock = createHarnessClock();
    const syncs = createSyncStore(await open({ clock: clock.now }));
    await syncs.begin(tenant, first);
    clock.advance(60_000);

    expect((await syncs.find(tenant))?.isAlive).toBe(false);
    expect(await syncs.begin(tenant, second)).toBe(true);
    expect(await syncs.beat(tenant, first)).toBeUndefined();
    await syncs.end(tenant, { runId: "one", progress: "{}", summary: "{}" });
    expect((await syncs.find(tenant))?.isAlive).toBe(true);
  });

  test("a beat keeps the lease and brings the wish to cancel", async () => {
    const clock = createHarnessClock();
    const syncs = createSyncStore(await open({ clock: clock.now }));
    await syncs.begin(tenant, first);
    clock.advance(9_000);
    expect(await syncs.beat(tenant, { runId: "one", progress: "later" })).toEqual({ isCancelling: false });
    clock.advance(9_000);

    expect(await syncs.begin(tenant, second)).toBe(false);
    expect(await syncs.cancel(tenant)).toBe(true);
    expect(await syncs.cancel(otherTenant)).toBe(false);
    expect(await syncs.beat(tenant, { runId: "one", progress: "later" })).toEqual({ isCancelling: true });
    expect((await syncs.find(tenant))?.progress).toBe("later");
  });
});
