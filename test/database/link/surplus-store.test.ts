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
    const claimed = await link();
    await links.setSurplusCheck(key, nowMs + 9);
    await links.surplusChecked(claimed, null);
    expect(await read()).toMatchObject({ surplus_check_at: at(9) });
    await links.surplusChecked(await link(), null);
    expect(await read()).toMatchObject({ surplus_check_at: null });
  });

  test("attempts that are remembered at the same time are all remembered", async () => {
    const { links, link, read } = await openAttempt(open);
    const attempt = await link();
    const startedMs = [1, 2, 3, 4, 5].map((ms) => nowMs + ms);

    await Promise.all(startedMs.map((ms) => links.surplusSeen({ ...attempt, attemptStartedMs: ms }, nowMs)));

    const { unknown_attempts: stored } = await read();
    expect(JSON.parse(stored).sort()).toEqual(startedMs.map((ms) => at(ms - nowMs)));
  });
});
