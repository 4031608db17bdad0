import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { createOwedStore } from "../../../src/database/team/owed-store.ts";
import { createSecrets } from "../../../src/database/team/secrets.ts";
import { forEachEngine } from "../../support/databases.ts";

const answer = { tenantId: "slack:T1", deliveryId: "d1", userId: "U1", replyJson: '{"title":"Done"}' };

forEachEngine((_engine, open) => {
  test("an answer is due when its time has come, to one who asks", async () => {
    let now = Date.parse("2026-11-28T08:00:00Z");
    const store = createOwedStore(await open({ clock: () => now }));
    await store.owe(answer, 1000);

    const early = await store.claimDue(10, 5000);
    now += 1000;
    const [first, second] = [await store.claimDue(10, 5000), await store.claimDue(10, 5000)];

    expect([early, first, second]).toEqual([[], [{ ...answer, heldUntilMs: now + 5000 }], []]);
  });

  test("one that is owed again takes the other's place, and one that was put off waits", async () => {
    const store = createOwedStore(await open());
    await store.owe(answer, 0);
    await store.owe({ ...answer, replyJson: '{"title":"Other"}' }, 0);

    const due = await store.claimDue(10, 0);
    await store.putOff(answer, 60_000);

    expect(due).toMatchObject([{ replyJson: '{"title":"Other"}' }]);
    expect(await store.claimDue(10, 0)).toEqual([]);
  });

  test("one for the next command is for that person of that team alone, until it is settled", async () => {
    const store = createOwedStore(await open());
    await store.owe(answer, 0);
    await store.oweOnReturn(answer);

    expect(await store.owedTo("slack:T2", "U1", 9)).toEqual([]);
    expect(await store.owedTo("slack:T1", "U2", 9)).toEqual([]);
    expect(await store.owedTo("slack:T1", "U1", 9)).toEqual([answer]);
    await store.settle(answer);
    expect(await store.owedTo("slack:T1", "U1", 9)).toEqual([]);
  });

  test("where an announcement stands is known to whoever has the key, and lies nowhere in clear", async () => {
    const database = await open();
    const [key, other] = [randomBytes(32), randomBytes(32)];
    const store = createOwedStore(database, createSecrets([key]));
    await store.owe(answer, 0);
    await store.stands(answer, "the way there");
    // Owed anew by whoever goes on.
    await store.owe({ ...answer, replyJson: '{"title":"Ended"}' }, 0);

    const rows = await database.kysely.selectFrom("owed").selectAll().execute();
    const [withKey] = await store.claimDue(9, 0);
    const [withOther] = await createOwedStore(database, createSecrets([other])).claimDue(9, 0);
    const [withNone] = await createOwedStore(database).claimDue(9, 0);

    expect(JSON.stringify(rows)).not.toContain("the way there");
    expect(withKey).toMatchObject({ replyJson: '{"title":"Ended"}', standsAt: "the way there" });
    expect([withOther?.standsAt, withNone?.standsAt]).toEqual([undefined, undefined]);
  });
});
