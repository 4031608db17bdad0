import fc from "fast-check";
import { expect, test } from "vitest";
import type { LinkRow } from "../../../../src/database/link/link-row.ts";
import { forEachEngine } from "../../../support/databases.ts";
import { untrueOf } from "./always-true.ts";
import { isTooLate } from "./link-steps.ts";
import { anyStep, isOfOneTeam, take } from "./steps.ts";
import { untrueChanges } from "./true-of-changes.ts";
import { isLeft, workOff } from "./work-off.ts";
import { emptyWorld, openWorld, readLinks, type Step, type WalkWorld } from "./world.ts";

const walks = { sqlite: 30, postgres: 6 };
/** No least length, so that what a failing walk does not need can be left out of it. */
const lengths = { maxLength: 120, size: "max" } as const;

/** Of every record there is one link, which says the same of both. */
async function unlikeOf({ database }: WalkWorld): Promise<unknown[]> {
  const rows = await database.kysely
    .selectFrom("links")
    .fullJoin("personas", (join) =>
      join.onRef("personas.tenant_id", "=", "links.tenant_id").onRef("personas.id", "=", "links.subject_id"),
    )
    .select(["id", "subject_id", "created_by", "user_id", "deleted_at", "gone_at"])
    .select(["personas.created_at as typed_at", "links.created_at as linked_at"])
    .execute();
  return rows.filter(
    (row) =>
      row.id !== row.subject_id ||
      row.created_by !== row.user_id ||
      row.deleted_at !== row.gone_at ||
      row.typed_at !== row.linked_at,
  );
}

async function walk(world: WalkWorld, story: readonly Step[]): Promise<void> {
  let before: LinkRow[] = [];
  for (const step of story) {
    const { nowMs } = world.clock;
    await take(world, step, before);
    const after = await readLinks(world);

    expect(untrueOf(after, world.clock.nowMs), step.name).toEqual([]);
    expect(untrueChanges(before, after, { nowMs, name: step.name }), step.name).toEqual([]);
    if (isTooLate(step)) expect(after).toEqual(before);
    const others = (links: LinkRow[]) => links.filter((link) => link.tenant_id !== step.tenantId);
    if (isOfOneTeam(step)) expect(others(after), step.name).toEqual(others(before));
    before = after;
  }
}

forEachEngine((engine, open) => {
  test("whatever happens to links, in whatever order, what is true of them stays true", async () => {
    const world = await openWorld(open);
    const staysTrue = fc.asyncProperty(fc.array(anyStep, lengths), async (story) => {
      await emptyWorld(world);

      await walk(world, story);
      expect(await unlikeOf(world)).toEqual([]);
      await workOff(world);
      expect((await readLinks(world)).filter(isLeft)).toEqual([]);
    });

    await fc.assert(staysTrue, { numRuns: walks[engine], seed: 20_261_122 });
  }, 120_000);
});
