import { expect, test } from "vitest";
import { createUnderRestarts, restarts } from "../support/faults/creates-under-restarts.ts";

/** More of them by hand: RESTARTS=10. */
const times = Number(process.env.RESTARTS ?? 1);

test.each(Object.keys(restarts))("a %s restart of PostgreSQL under load costs nobody anything but seconds", {
  timeout: 300_000 + times * 60_000,
}, async (how) => {
  const { wishes, ...wrong } = await createUnderRestarts(how, times);

  process.stderr.write(`${how} × ${times}: ${wishes} personas\n`);
  expect(wrong).toEqual({ unopened: [], toldAgain: [], lost: [], doubled: [], silent: [], fatal: [] });
});
