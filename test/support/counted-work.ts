import { expect, type TestContext } from "vitest";

/** How often something was done, and how often it may be. The bench shows it: `npm run bench -- --only counts`. */
export type CountedWork = { what: string; count: number; most: number };

declare module "vitest" {
  interface TaskMeta {
    counted?: CountedWork[];
  }
}

/** Expects that no more of these was done than `most`, and notes how many it was. */
export function expectAtMost(
  { task }: Pick<TestContext, "task">,
  { what, done, most }: { what: string; done: readonly unknown[] | number; most: number },
): void {
  const count = typeof done === "number" ? done : done.length;
  task.meta.counted = [...(task.meta.counted ?? []), { what, count, most }];
  expect(count, typeof done === "number" ? what : `${what}:\n${done.join("\n")}`).toBeLessThanOrEqual(most);
}
