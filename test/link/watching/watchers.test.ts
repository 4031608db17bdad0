import { expect, test } from "vitest";
import { createWatchers } from "../../../src/link/watching/watchers.ts";
import { aRecord, otherTenant } from "../../support/personas/persona-builders.ts";

const long = 60_000;
const persona = aRecord();

test("everybody who watches a persona hears it, once", async () => {
  const watchers = createWatchers();
  const watching = [watchers.watch(persona, long), watchers.watch(persona, long)];

  expect(watchers.settle(persona, persona)).toBe(true);
  expect(watchers.settle(persona, persona)).toBe(false);
  expect(await Promise.all(watching)).toEqual([persona, persona]);
});

test("where nobody watches nobody heard", () => {
  expect(createWatchers().settle(persona, persona)).toBe(false);
});

test("the same id of another tenant is another persona", async () => {
  const watchers = createWatchers();
  const watching = watchers.watch(persona, long);

  expect(watchers.settle({ ...persona, tenantId: otherTenant }, persona)).toBe(false);

  watchers.close();
  await watching;
});

test("who runs out of patience is let go alone", async () => {
  const watchers = createWatchers();
  const patient = watchers.watch(persona, long);

  expect(await watchers.watch(persona, 5)).toBeUndefined();
  expect(watchers.settle(persona, persona)).toBe(true);
  expect(await patient).toBe(persona);
});

test("who no longer wants to hear has not heard", async () => {
  const watchers = createWatchers();
  const leaving = new AbortController();
  const watching = watchers.watch(persona, long, leaving.signal);

  leaving.abort();

  expect(await watching).toBeUndefined();
  expect(watchers.settle(persona, persona)).toBe(false);
});

test("closing lets everybody go", async () => {
  const watchers = createWatchers();
  const watching = [
    watchers.watch(persona, long),
    watchers.watch({ ...persona, id: "per_2222222222" }, long),
  ];

  watchers.close();

  expect(await Promise.all(watching)).toEqual([undefined, undefined]);
});
