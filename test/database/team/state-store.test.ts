import { expect, test } from "vitest";
import { createStateStore } from "../../../src/database/team/state-store.ts";
import { forEachEngine } from "../../support/databases.ts";

const app = "app:discord:1";

forEachEngine((_engine, open) => {
  test("a value that was set is read back, and the newest one stands", async () => {
    const state = createStateStore(await open());

    await state.set(app, "commands_hash", "one");
    await state.set(app, "commands_hash", "two");

    expect(await state.get(app, "commands_hash")).toBe("two");
    expect(await state.get(app, "other")).toBeUndefined();
    expect(await state.get("app:slack:A1", "commands_hash")).toBeUndefined();
  });

  test("of many who set a value that is absent, all learn the one that stands", async () => {
    const state = createStateStore(await open());

    const learned = await Promise.all(
      ["a", "b", "c", "d"].map((value) => state.setIfAbsent(app, "home", value)),
    );

    expect(new Set(learned)).toEqual(new Set([await state.get(app, "home")]));
  });
});
