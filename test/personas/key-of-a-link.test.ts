import { expect, test } from "vitest";
import { keyTag } from "../../src/tenants/keys.ts";
import { forEachEngine } from "../support/databases.ts";
import { harnessKey, otherKey } from "../support/harness/harness.ts";
import { openSyncHarness, runToEnd, type SyncHarness } from "../support/harness/sync-harness.ts";
import { aDraft, aRequest, tenant, userId } from "../support/personas/persona-builders.ts";

type Way = [how: string, link: (harness: SyncHarness) => Promise<unknown>];

const text = { name: "Ada", systemPrompt: "You are Ada." };
const draft = aDraft({ name: text.name, prompt: text.systemPrompt });

/** One here that was to be made with another key, and was not. */
async function notMade(harness: SyncHarness): Promise<string> {
  harness.standIn.setFault("rejected", { times: 1, operation: "create persona" });
  const { persona } = await harness.startBot({ key: otherKey }).create({ ...aRequest(), draft });
  return persona.id;
}

/** One here whose answer got lost under another key, and which the present key's account has. */
async function lost(harness: SyncHarness): Promise<void> {
  harness.standIn.setFault("dropAfter", { times: 1, operation: "create persona" });
  await harness.startBot({ key: otherKey }).create({ ...aRequest(), draft });
  harness.advance(25_000);
}

const ways: Way[] = [
  [
    "imported by a sync",
    async (harness) => {
      harness.account.addPersona(text);
      await harness.sync();
    },
  ],
  [
    "brought back after it was deleted here",
    async (harness) => {
      const { id } = await harness.makeLinked("Ada");
      await harness.bot.personas.remove({ tenantId: tenant, id, alsoInTavus: false });
      await harness.bot.personas.importDeleted(tenant, id, userId);
    },
  ],
  [
    "linked by hand",
    async (harness) => {
      const id = await notMade(harness);
      const tavusPersonaId = harness.account.addPersona(text).id;
      await harness.bot.personas.link({ tenantId: tenant, id, tavusPersonaId });
    },
  ],
  [
    "matched by a sync",
    async (harness) => {
      await notMade(harness);
      harness.account.addPersona(text);
      await harness.sync();
    },
  ],
  [
    "found by a sync by its record line",
    async (harness) => {
      await lost(harness);
      await runToEnd(harness.bot);
    },
  ],
  [
    "found by the queue",
    async (harness) => {
      await lost(harness);
      harness.bot.worker.start();
      await harness.until(harness.bot, async () => (await harness.rows())[0]?.link === "linked");
    },
  ],
];

forEachEngine((_engine, open) => {
  test.each(ways)("one that was %s notes the key whose account has it", async (_how, link) => {
    const harness = await openSyncHarness(open);

    await link(harness);

    const here = (await harness.rows()).filter(({ deleted_at: at }) => at === null);
    expect(here.map((row) => row.key_tag)).toEqual([keyTag(harnessKey)]);
  });
});
