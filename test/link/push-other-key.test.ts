import { expect, test } from "vitest";
import { forEachEngine } from "../support/databases.ts";
import { openHarness, otherKey } from "../support/harness/harness.ts";
import { aDraft, aRequest, tenant } from "../support/personas/persona-builders.ts";

forEachEngine((_engine, open) => {
  test("an edit under another account's key waits: the persona is not called missing, so none is made again", async () => {
    const harness = await openHarness(open, { twoAccounts: true });
    // Its queue rests while it is asked to retry: nothing comes to wait for.
    const first = harness.startBot({ outcomePatienceMs: 0 });
    const request = aRequest();
    const { persona } = await first.create(request);
    const withOtherKey = harness.startBot({ key: otherKey });
    withOtherKey.worker.start();
    harness.advance(3 * 60_000);

    const edited = await withOtherKey.create({ ...request, draft: aDraft({ name: "Grace" }) });
    await withOtherKey.worker.stop(2_000);
    await first.personas.retry(tenant, persona.id);

    expect(edited.persona).toMatchObject({ link: "linked", isBehind: true, failure: { cause: "notFound" } });
    expect(harness.requests("create persona")).toHaveLength(1);
    first.worker.start();
    await harness.until(first, async () => (await harness.row(persona)).pushed_revision === 2);
    expect(harness.account.persona(persona.tavusPersonaId ?? "")?.document).toMatchObject({
      persona_name: "Grace",
    });
  });

  test("what another key of the same account still finds is changed", async () => {
    const harness = await openHarness(open);
    const request = aRequest();
    const { persona } = await harness.startBot().create(request);
    const madeWith = (await harness.row(persona)).key_tag;
    const withOtherKey = harness.startBot({ key: otherKey });
    withOtherKey.worker.start();
    harness.advance(1);

    const edited = await withOtherKey.create({ ...request, draft: aDraft({ name: "Grace" }) });

    expect(edited.persona).toMatchObject({ link: "linked", isBehind: false });
    // What people read of it says with which it was made, not written last.
    expect((await harness.row(persona)).key_tag).toBe(madeWith);
    expect(harness.account.persona(persona.tavusPersonaId ?? "")?.document).toMatchObject({
      persona_name: "Grace",
    });
  });
});
