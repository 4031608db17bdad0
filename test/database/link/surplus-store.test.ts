import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { at, nowMs, openAttempt } from "./open-attempt.ts";

forEachEngine((_engine, open) => {
  test("an attempt that left something over is remembered once, with a time to look for it", async () => {
    const { links, key, link, read } = await openAttempt(open);
    const attempt = await link();

    await links.surplusSeen(attempt, nowMs + 7);
    await links.surplusSeen(attempt, nowMs + 8);

    expect(await read()).toMatchObject({
      unknown_attempts: JSON.stringify([at(-5000)]),
      surplus_check_at: at(8),
    });
    await links.setSurplusCheck(key, null);
    expect(await read()).toMatchObject({ surplus_check_at: null });
  });
});
