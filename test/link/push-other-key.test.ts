import { expect, test } from "vitest";
import { forEachEngine } from "../support/databases.ts";
import { openHouse, otherKey } from "../support/house.ts";
import { aDraft, aRequest, tenant } from "../support/persona-builders.ts";

forEachEngine((_engine, open) => {
  test("an edit under another account's key waits: the persona is not called missing, so none is made again", async () => {
    const house = await openHouse(open, { twoAccounts: true });
    const first = house.startBot();
    const request = aRequest();
    const { persona } = await first.create(request);
    const withOtherKey = house.startBot({ key: otherKey });
    withOtherKey.worker.start();
    house.advance(1);

    const edited = await withOtherKey.create({ ...request, draft: aDraft({ name: "Grace" }) });
    await withOtherKey.worker.stop(2_000);
    await first.personas.retry(tenant, persona.id);

    expect(edited.persona).toMatchObject({ link: "linked", isBehind: true, failure: { cause: "notFound" } });
    expect(house.requests("create persona")).toHaveLength(1);
    first.worker.start();
    await house.until(first, async () => (await house.row(persona)).pushed_revision === 2);
    expect(house.account.persona(persona.tavusPersonaId ?? "")?.document).toMatchObject({
      persona_name: "Grace",
    });
  });

  test("what another key of the same account still finds is changed", async () => {
    const house = await openHouse(open);
    const request = aRequest();
    const { persona } = await house.startBot().create(request);
    const withOtherKey = house.startBot({ key: otherKey });
    withOtherKey.worker.start();
    house.advance(1);

    const edited = await withOtherKey.create({ ...request, draft: aDraft({ name: "Grace" }) });

    expect(edited.persona).toMatchObject({ link: "linked", isBehind: false });
    expect(house.account.persona(persona.tavusPersonaId ?? "")?.document).toMatchObject({
      persona_name: "Grace",
    });
  });
});
