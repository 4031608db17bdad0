import { expect, test } from "vitest";
import { forEachEngine } from "../support/databases.ts";
import { type Bot, otherKey } from "../support/harness/harness.ts";
import { openSyncHarness, type SyncHarness } from "../support/harness/sync-harness.ts";
import { aDraft, tenant, userId } from "../support/personas/persona-builders.ts";

type Made = Awaited<ReturnType<SyncHarness["makeLinked"]>>;
type Way = {
  /** Until the key is changed. */
  prepare(harness: SyncHarness, made: Made): Promise<unknown>;
  ask({ personas }: Bot, id: string): Promise<unknown>;
};

const who = (id: string) => ({ tenantId: tenant, id, by: userId });

async function differ(harness: SyncHarness, { tavusPersonaId }: Made): Promise<void> {
  harness.account.changePersona(tavusPersonaId, { persona_name: "Renamed" });
  await harness.sync();
}

/** Everything that asks Tavus for a persona that is here and may find that it is not there. */
const ways: Record<string, Way> = {
  "Keep ours": { prepare: differ, ask: ({ personas }, id) => personas.resolveWithOurs(who(id)) },
  "Keep theirs": { prepare: differ, ask: ({ personas }, id) => personas.resolveWithTheirs(who(id)) },
  "Keep all theirs": {
    prepare: differ,
    ask: ({ personas }) => personas.resolveAllWithTheirs(tenant, userId),
  },
  "Create again": { prepare: differ, ask: ({ personas }, id) => personas.createAgain(tenant, id, userId) },
  Show: {
    prepare: differ,
    ask: async ({ personas }, id) => {
      const persona = await personas.find(tenant, id);
      return persona && personas.compare(persona);
    },
  },
  Overwrite: {
    async prepare({ bot, standIn }, { id }) {
      const conflict = { status: 409, body: { conflict: "maker_changes" } };
      const repair = standIn.setFault(conflict, { operation: "patch persona" });
      const draft = aDraft({ name: "Edited" });
      await bot.personas.edit({ ...who(id), draft, baseRevision: 1 }, async () => {});
      repair();
    },
    ask: ({ personas }, id) => personas.overwrite(who(id)),
  },
};

/** How it came to be here. */
const origins: Record<string, (harness: SyncHarness) => Promise<Made>> = {
  "made here": (harness) => harness.makeLinked("Ada"),
  async imported(harness) {
    const tavusPersonaId = harness.account.addPersona({ name: "Ada", systemPrompt: "You are Ada." }).id;
    await harness.sync();
    return { id: (await harness.rows())[0]?.id ?? "", tavusPersonaId };
  },
};

const cases = Object.entries(ways).flatMap(([way, { prepare, ask }]) =>
  Object.entries(origins).map(([origin, begin]) => ({ way, origin, prepare, ask, begin })),
);

forEachEngine((_engine, open) => {
  test.each(
    cases,
  )("$way of one $origin under another account's key calls nothing gone, and makes nothing again", async ({
    prepare,
    ask,
    begin,
  }) => {
    const harness = await openSyncHarness(open, { twoAccounts: true });
    harness.bot.worker.start();
    const made = await begin(harness);
    await prepare(harness, made);
    await harness.bot.worker.stop(2_000);
    const withOtherKey = harness.startBot({ key: otherKey });
    withOtherKey.worker.start();

    const answer = await ask(withOtherKey, made.id).catch(String);

    expect(JSON.stringify(answer)).toMatch(/may live on in that key's account|elsewhere|notFound/);
    expect(await harness.rows()).toMatchObject([{ link: "linked", tavus_persona_id: made.tavusPersonaId }]);
    expect(harness.standIn.accounts.map(({ personas }) => personas.length)).toEqual([1, 0]);
  });

  test("what was deleted here only is not called deleted in Tavus by another account's key", async () => {
    const harness = await openSyncHarness(open, { twoAccounts: true });
    const { id } = await harness.makeLinked("Ada");
    await harness.bot.personas.remove({ tenantId: tenant, id, alsoInTavus: false });
    const withOtherKey = harness.startBot({ key: otherKey });

    const asking = withOtherKey.personas.importDeleted(tenant, id, userId);

    await expect(asking).rejects.toThrow(/may live on in that key's account/);
    expect(await harness.bot.personas.importDeleted(tenant, id, userId)).toMatchObject({ link: "linked" });
  });
});
