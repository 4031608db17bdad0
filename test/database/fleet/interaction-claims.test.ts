import { expect, test } from "vitest";
import { createInteractionClaims } from "../../../src/database/fleet/interaction-claims.ts";
import { createDeliveryStore } from "../../../src/database/team/delivery-store.ts";
import { forEachEngine } from "../../support/databases.ts";

const [first, second] = [
  { tenantId: "discord:1", id: "i1" },
  { tenantId: "discord:1", id: "i2" },
];

forEachEngine((_engine, open) => {
  async function processes() {
    const database = await open();
    const of = (name: string) => createInteractionClaims(database, name);
    return { database, a: of("a"), b: of("b"), c: of("c") };
  }

  test("of all that claim an interaction at once one has it, and has it each time", async () => {
    const { a, b, c } = await processes();

    const claimed = await Promise.all([a, b, c].map((each) => each.claim(first)));
    const again = await Promise.all([a, b, c].map((each) => each.claim(first)));

    expect(claimed.filter(Boolean)).toHaveLength(1);
    expect(again).toEqual(claimed);
  });

  test("a claim leaves the reservation of an effect of the same interaction free", async () => {
    const { database, a } = await processes();
    await a.claim(first);

    expect(await createDeliveryStore(database).reserve(first.tenantId, first.id)).toBe(true);
  });

  test("what the dead have left unanswered one of the others takes over, and no more than that", async () => {
    const { a, b, c } = await processes();
    await a.claim(first);
    await a.claim(second);
    await a.ended([second]);
    const keys = [first, second];

    const whileAlive = await b.takeOver(keys, ["a", "b", "c"]);
    const taken = await Promise.all([b, c].map((each) => each.takeOver(keys, ["b", "c"])));

    expect(whileAlive).toEqual([]);
    expect(taken.flat()).toEqual([first]);
    expect(await b.endedAmong(keys)).toEqual([second]);
  });

  test("one that was taken over is not ended by the process that had it before", async () => {
    const { a, b } = await processes();
    await a.claim(first);
    await b.takeOver([first], ["b"]);
    await a.ended([first]);

    expect(await b.endedAmong([first])).toEqual([]);
  });
});
