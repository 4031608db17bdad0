import { expect, test } from "vitest";
import { createPersonaSyncWrites } from "../../../src/database/persona/persona-sync-writes.ts";
import { forEachEngine } from "../../support/databases.ts";
import { tenant } from "../../support/persona-builders.ts";

function imported(number: number) {
  return {
    id: `per_${String(number).padStart(10, "0")}`,
    tavusPersonaId: `p${number}`,
    name: `Persona "${number}" – one`,
    prompt: "Be\n'kind'.",
    context: "",
    replicaId: number % 2 === 0 ? "" : "r1",
    model: "tavus-glm-4.7",
    voiceSpeed: "normal",
    voiceEmotion: "none",
    base: "hashes",
    createdAt: "2026-01-01T00:00:00.000Z",
  };
}

forEachEngine((_, open) => {
  test.each([1, 7, 300])("%i imports come with every value in its column", async (count) => {
    const database = await open();
    const personas = Array.from({ length: count }, (_, index) => imported(index));

    const written = await createPersonaSyncWrites(database).importAll(tenant, personas, "ada");

    const rows = await database.kysely.selectFrom("personas").selectAll().execute();
    expect(written).toEqual(new Set(personas.map(({ id }) => id)));
    expect(rows).toHaveLength(count);
    expect(rows.find(({ id }) => id === imported(0).id)).toMatchObject({
      tenant_id: tenant,
      name: 'Persona "0" – one',
      prompt: "Be\n'kind'.",
      prompt_is_whole: 1,
      replica_id: null,
      model: "tavus-glm-4.7",
      voice_speed: "normal",
      voice_emotion: "none",
      link: "linked",
      tavus_persona_id: "p0",
      base: "hashes",
      created_by: "ada",
      created_at: "2026-01-01T00:00:00.000Z",
    });
  });

  test("an import whose Tavus id stands here already is not written, the others are", async () => {
    const database = await open();
    const writes = createPersonaSyncWrites(database);
    await writes.importAll(tenant, [imported(1)], "ada");

    const written = await writes.importAll(
      tenant,
      [{ ...imported(2), tavusPersonaId: "p1" }, imported(3)],
      "ada",
    );

    expect(written).toEqual(new Set([imported(3).id]));
  });
});
