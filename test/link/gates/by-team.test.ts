import { expect, test } from "vitest";
import { createByTeam } from "../../../src/link/gates/by-team.ts";

test("while everybody is kept waiting, no more and more of it is begun, and all of it once that is over", async () => {
  const byTeam = createByTeam();
  const { promise: hanging, resolve: letGo } = Promise.withResolvers<void>();
  const due = Array.from({ length: 500 }, (_, index) => ({ tenantId: `slack:T${index}` }));
  let begun = 0;
  const sweep = () =>
    byTeam(
      async (except) => due.splice(0, 50).filter(({ tenantId }) => !except.includes(tenantId)),
      async () => {
        begun += 1;
        await hanging;
      },
    );

  const sweeps: Promise<void>[] = [];
  for (let count = 0; count < 10; count += 1) {
    sweeps.push(sweep());
    await new Promise(setImmediate);
  }
  expect(begun).toBeLessThan(100);

  letGo();
  await Promise.all(sweeps);
  while (due.length > 0) await sweep();
  expect(begun).toBe(500);
});
