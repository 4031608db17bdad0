import { expect, test } from "vitest";
import { forEachEngine } from "../support/databases.ts";
import { workspace } from "../support/persona-bot.ts";
import { author, startWarnedTeam } from "./warned-team.ts";

forEachEngine((_engine, open) => {
  const named = (team: Awaited<ReturnType<typeof startWarnedTeam>>) =>
    team
      .messages()
      .at(-1)
      ?.reply.items?.map(({ text, lead, mentions }) => `${text} ${lead} ${mentions?.[0]?.id}`);

  test("a warning about personas names each, who made it, and how many more there are, open and fixed", async () => {
    const team = await startWarnedTeam(open);
    const clear = team.bot.standIn.setFault("outOfCredits");
    await team.fails(7);
    await team.settled();
    expect(named(team)).toEqual([7, 6, 5, 4, 3].map((number) => `○ Persona ${number} made by ${author}`));
    expect(team.messages()[0]?.reply.notes).toEqual(["And 2 more: press Show."]);

    clear();
    await team.person.create({ name: "Goes well" });
    await team.settled();
    await team.until(async () => (await team.rows()).every(({ fixed_at }) => fixed_at !== null), "the end");
    await team.settled();

    expect(team.messages()[0]?.reply.title).toBe("Fixed: Insufficient Tavus credits");
    expect(named(team)).toEqual([1, 2, 3, 4, 5].map((number) => `○ Persona ${number} made by ${author}`));
    expect(team.messages()[0]?.reply.notes).toEqual(["And 2 more."]);
  });

  test.each([
    "call:rejected",
    "videos:invalidKey",
    "call:noKey",
  ])("%s names whose personas it was about, each once", async (topic) => {
    const team = await startWarnedTeam(open);
    await team.fails(3);
    const ids = (await team.bot.rows()).map(({ id }) => id);
    const cause = topic.endsWith("rejected") ? "rejected" : "invalidKey";
    for (const personaId of [ids[1], ids[0], ids[1], undefined])
      await team.bot.services.warnings.raise(workspace, { cause, topic, personaId });
    await team.settled();

    expect(named(team)).toEqual([2, 1].map((number) => `○ Persona ${number} made by ${author}`));
  });

  test("one that was deleted since is not named, and one that a sync brought names nobody", async () => {
    const team = await startWarnedTeam(open);
    await team.fails(2);
    const [gone, other] = await team.bot.rows();
    if (!gone || !other) throw new Error("There are no personas.");
    await team.bot.database.kysely
      .updateTable("personas")
      .set({ created_by: "automatic" })
      .where("id", "=", other.id)
      .execute();
    await team.bot.personas.remove({ tenantId: workspace, id: gone.id, alsoInTavus: false });
    for (const personaId of [gone.id, other.id])
      await team.bot.services.warnings.raise(workspace, {
        cause: "rejected",
        topic: "call:rejected",
        personaId,
      });
    await team.settled();

    expect(team.messages().at(-1)?.reply.items).toEqual([
      { text: `○ ${other.name}`, codes: [other.id], lead: "made by an automatic sync" },
    ]);
  });

  test("a hundred personas of one warning are counted, and the message stays within limits", async () => {
    const team = await startWarnedTeam(open);
    team.bot.standIn.setFault("rejected");
    await team.fails(6);
    for (let number = 0; number < 300; number += 1)
      await team.bot.services.warnings.raise(workspace, {
        cause: "rejected",
        topic: "call:rejected",
        personaId: `per_${number}`,
      });
    await team.settled();

    const [row] = await team.bot.database.kysely
      .selectFrom("warnings")
      .select("persona_ids")
      .where("topic", "=", "call:rejected")
      .execute();
    expect(row?.persona_ids?.length).toBeLessThan(3100);
  });
});
