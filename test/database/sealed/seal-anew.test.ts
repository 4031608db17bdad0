import { expect, test } from "vitest";
import { countSealed, sealAnew } from "../../../src/database/sealed/seal-anew.ts";
import { lockedIn } from "../../../src/database/sealed/tally.ts";
import { createSecrets, type Secrets } from "../../../src/database/team/secrets.ts";
import { createSettingsStore } from "../../../src/database/team/settings-store.ts";
import { createUncheckedKeys } from "../../../src/database/team/unchecked-keys.ts";
import { forEachEngine } from "../../support/databases.ts";
import { createSeededRandom } from "../../support/seeded-random.ts";
import { openEverywhere, putEverywhere, putKey } from "./sealed-rows.ts";

const [old, young, lost] = [1, 2, 3].map((filling) => Buffer.alloc(32, filling)) as [Buffer, Buffer, Buffer];
const both = createSecrets([young, old]);
const teams = ["discord:1", "slack:T1", "slack:T2"];

forEachEngine((_, open) => {
  async function openSealed(key = old) {
    const database = await open();
    for (const team of teams) await putEverywhere(database, createSecrets([key]), team, `key of ${team}`);
    return database;
  }

  test("everything is sealed with the first key, wherever it lies, and nothing else changes", async () => {
    const database = await openSealed();
    const before = await openEverywhere(database, both);

    const sealed = await sealAnew(database, both);

    expect(before.length).toBeGreaterThanOrEqual(teams.length * 4);
    expect(before.filter((line) => line.endsWith("undefined"))).toEqual([]);
    expect(sealed).toBe(before.length);
    expect(await openEverywhere(database, createSecrets([young]))).toEqual(before);
    expect(await countSealed(database, both)).toMatchObject([
      { fingerprint: both.fingerprints[0], count: before.length, closed: 0 },
    ]);
    expect(await createUncheckedKeys(database).find("slack:T1")).toMatchObject({ userId: "U1" });
  });

  test("a second time there is nothing left to do", async () => {
    const database = await openSealed();
    await sealAnew(database, both);

    expect(await sealAnew(database, both)).toBe(0);
  });

  test("what none of the keys opens stays, and is named by the key that is missing", async () => {
    const database = await openSealed(lost);
    await putKey(database, "slack:T3", createSecrets([old]).seal("slack:T3", "mine"));

    const sealed = await sealAnew(database, both);
    const locked = lockedIn(await countSealed(database, both), both);

    expect(sealed).toBe(1);
    expect(await openEverywhere(database, createSecrets([lost, young]))).toContain(
      "tenant_settings.key_sealed slack:T1 key of slack:T1",
    );
    expect(locked).toMatchObject({ teams, missing: createSecrets([lost]).fingerprints });
    expect(locked?.remedy).toContain(`${createSecrets([lost]).fingerprints[0]} to ENCRYPTION_KEYS`);
  });

  test("ended in the middle it has changed whole pages, everything opens, and it goes on where it stopped", async () => {
    const database = await open();
    await putMany(database, 450);
    let sealings = 0;
    const mortal: Secrets = {
      ...both,
      seal(...what) {
        sealings += 1;
        if (sealings > 250) throw new Error("killed");
        return both.seal(...what);
      },
    };

    await expect(sealAnew(database, mortal)).rejects.toThrow("killed");
    const meanwhile = await openEverywhere(database, both);
    const rest = await sealAnew(database, both);

    expect(rest).toBe(250);
    expect(meanwhile).toHaveLength(450);
    expect(meanwhile.filter((line) => line.endsWith("undefined"))).toEqual([]);
    expect(await openEverywhere(database, createSecrets([young]))).toEqual(meanwhile);
  });

  test("keys that teams change meanwhile are the ones that stay", async () => {
    const database = await open();
    await putMany(database, 300);
    const random = createSeededRandom(13);
    const changes: Promise<void>[] = [];
    const words = new Map<string, string>();
    const busy: Secrets = {
      ...both,
      seal(...what) {
        const team = nameOf(Math.floor(random() * 300));
        if (!words.has(team)) {
          words.set(team, `new key of ${team}`);
          // A bot with the same keys in another order, as in the middle of a rolling restart.
          const sealed = createSecrets([old, young]).seal(team, `new key of ${team}`);
          changes.push(putKey(database, team, sealed));
        }
        return both.seal(...what);
      },
    };

    await sealAnew(database, busy);
    await Promise.all(changes);

    const store = createSettingsStore(database);
    expect(words.size).toBeGreaterThan(50);
    for (const [team, word] of words) {
      expect(both.open(team, (await store.find(team))?.key?.sealed ?? "")).toBe(word);
    }
    await sealAnew(database, both);
    const closed = await openEverywhere(database, createSecrets([young]));
    expect(closed.filter((line) => line.endsWith("undefined"))).toEqual([]);
  });
});

const nameOf = (index: number) => `slack:T${String(index).padStart(4, "0")}`;

async function putMany(database: Parameters<typeof putKey>[0], count: number): Promise<void> {
  const secrets = createSecrets([old]);
  for (let index = 0; index < count; index += 1) {
    await putKey(database, nameOf(index), secrets.seal(nameOf(index), `key ${index}`));
  }
}
