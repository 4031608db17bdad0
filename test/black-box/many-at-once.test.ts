import { describe, expect, test } from "vitest";
import { platforms, reads } from "../support/black-box/black-box-chat.ts";
import { create, somebody } from "../support/black-box/black-box-people.ts";
import { carriersOf, rowOf } from "../support/black-box/black-box-rows.ts";
import { sharedInside } from "../support/black-box/black-box-run.ts";

const theRun = sharedInside();
const people = Array.from({ length: 16 }, (_, index) => index);

describe.each(platforms)("sixteen people at once on %s", (platform) => {
  test("each get a form and then their own two ids", async () => {
    await Promise.all(
      people.map(async (index) => {
        const chat = somebody(theRun(), platform);
        await create(chat, `Person ${index} of ${platform}`);
        await reads(chat, `“Person ${index} of ${platform}” is ready`);
      }),
    );

    for (const index of people) {
      const row = rowOf(theRun(), `Person ${index} of ${platform}`);
      expect(carriersOf(theRun(), row)).toEqual([row.tavus_persona_id]);
    }
  });
});
