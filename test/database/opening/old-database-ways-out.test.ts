import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { idOf, openOldHouse, tavusIdOf, team } from "./old-database.ts";

forEachEngine((engine) => {
  test("every way out of a failure in an old database leads to one persona in Tavus", async () => {
    const harness = await openOldHouse(engine);
    const { personas, worker } = harness.startBot();
    worker.start();
    const find = (state: string) => personas.find(team, idOf(state));
    const ways: { [state: string]: (id: string) => Promise<unknown> } = {
      rejected: (id) => personas.retry(team, id),
      givenup: (id) => personas.retry(team, id),
      refused: (id) => personas.retry(team, id),
      conflict: (id) => personas.overwrite({ tenantId: team, id }),
      missedit: (id) => personas.createAgain(team, id),
      unlinked: (id) => personas.link({ tenantId: team, id, tavusPersonaId: tavusIdOf("unlinked") }),
    };

    for (const [state, way] of Object.entries(ways)) {
      await way(idOf(state));
      const persona = await find(state);
      expect(persona, state).toMatchObject({ link: "linked", isBehind: false });
      expect(harness.carriers({ id: idOf(state) }), state).toEqual([persona?.tavusPersonaId]);
    }

    expect(await find("givenup")).toMatchObject({ tavusPersonaId: tavusIdOf("givenup") });
    const { document } = harness.account.persona(tavusIdOf("conflict")) ?? {};
    expect(document?.system_prompt).toContain("You are Conrad, edited.");
  });

  test("what is in step or gone in an old database can be unlinked, brought back and edited", async () => {
    const harness = await openOldHouse(engine);
    const { personas, worker } = harness.startBot();
    worker.start();

    const unlinked = { link: "failed", tavusPersonaId: undefined, failure: { cause: "unlinked" } };
    expect(await personas.unlinkMissing({ tenantId: team, id: idOf("missing") })).toMatchObject(unlinked);
    expect(await personas.unlink({ tenantId: team, id: idOf("leftbehind") })).toMatchObject(unlinked);
    const back = await personas.importDeleted(team, idOf("tkept"), "U1");
    expect(back).toMatchObject({ name: "Kept", tavusPersonaId: tavusIdOf("tkept"), isImported: true });
    await personas.changeReplica(
      { tenantId: team, id: idOf("long"), replicaId: "rc9cff32ceba" },
      async () => {},
    );
    const [patch, ...others] = harness
      .requests("patch persona")
      .filter(({ path }) => path.endsWith(tavusIdOf("long")));
    expect(patch?.body).toEqual([{ op: "add", path: "/default_replica_id", value: "rc9cff32ceba" }]);
    expect(others).toEqual([]);
  });
});
