import { expect, test } from "vitest";
import { inUtc } from "../../src/chat/time-mark.ts";
import { keyTag } from "../../src/tenants/keys.ts";
import { forEachEngine } from "../support/databases.ts";
import { guild, type PersonaBot, pressIn, startPersonaBot, workspace } from "../support/persona-bot.ts";
import { aStoredPersona } from "../support/personas/persona-builders.ts";
import { storeRows } from "../support/personas/stored-personas.ts";
import { answerIn, openedForm } from "../support/recording-answering.ts";
import { key as tavusKey } from "../tavus/setup.ts";

/** What the log holds, oldest first. */
async function actions(bot: PersonaBot): Promise<string[]> {
  const entries = await bot.services.audit.newest(workspace, 99);
  return entries.map(({ action }) => action).reverse();
}

const button = (action: string, state = "-") => ({ label: "", action, state });

forEachEngine((_, open) => {
  test("the life of a persona is written down: by whom, from where, and what it was called", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    await admin.create({ name: "Ada" });
    const [row] = await bot.rows();
    const id = row?.id ?? "";
    const tavusId = row?.tavus_persona_id ?? "";

    await admin.send(openedForm(await admin.press(button("edit", id))), { name: "Ada L." });
    await pressIn(admin, await admin.press(button("unlink", id)), "Unlink it");
    await admin.run("persona-link", { persona: id, tavus_id: tavusId });
    await admin.press(button("delete-here", id));
    await admin.press(button("import-deleted", tavusId));

    const [imported, ...others] = await bot.services.audit.newest(workspace, 99);
    expect(others.map(({ action }) => action)).toEqual(["delete-here", "link", "unlink", "edit", "create"]);
    expect(new Set(others.map(({ personaId }) => personaId))).toEqual(new Set([id]));
    expect(others.at(-1)).toMatchObject({ userId: "U1", channelId: "C1", details: "Ada" });
    expect(others.at(-2)).toMatchObject({ details: "Ada L." });
    expect(imported).toMatchObject({ action: "import" });
    expect(imported?.personaId).not.toBe(id);
    expect(await bot.services.audit.newest(guild, 9)).toEqual([]);
  });

  test("what changed nothing is not written down, and what came twice is written once", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    const form = await admin.open();
    const typed = { name: "Ada", prompt: "You are Ada." };
    await admin.send(form, typed);
    await admin.send(form, typed);
    const [row] = await bot.rows();
    const id = row?.id ?? "";
    await bot.person("U2").press(button("unlink", id));
    await admin.press(button("delete", id));
    await admin.press(button("delete-both", id));
    await admin.press(button("delete-both", id));
    await admin.press(button("sync-cancel"));

    expect(await actions(bot)).toEqual(["create", "delete-both"]);
  });

  test("retries, kept versions and syncs are written down, a sync with its counts", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    await admin.create({ name: "Ada" });
    await admin.run("persona-sync");
    const [row] = await bot.rows();
    const [remote] = bot.account.personas;
    if (!row || !remote) throw new Error("nothing was made");
    bot.account.storePersona({ ...remote.document, persona_name: "Eve" }, remote);
    await admin.run("persona-sync", { mode: "preview" });
    await admin.run("persona-sync");

    await pressIn(admin, await admin.run("persona-show", { persona: "Ada" }), "Keep ours");
    await admin.press(button("retry", row.id));

    const entries = await bot.services.audit.newest(workspace, 99);
    expect(entries.map(({ action, details }) => [action, details])).toEqual([
      ["retry", "Ada"],
      ["keep-ours", "Ada"],
      ["sync", "changed in Tavus: 1, in step: 0"],
      ["sync-preview", "changed in Tavus: 1, in step: 0"],
      ["sync", "in step: 1"],
      ["create", "Ada"],
    ]);
  });

  test("of settings it is written down which were changed, and never a key", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    const setup = openedForm(await admin.run("persona-setup"));
    await admin.send(setup, { tavus_key: tavusKey, managers: ["U7"] });
    await admin.send(openedForm(await admin.press(button("setup-sync"))), { hours: "6" });
    await admin.send(openedForm(await admin.press(button("setup-limits"))), { creates: "5 / 9" });
    await admin.press(button("setup-remove-yes", keyTag(tavusKey)));

    const entries = await bot.services.audit.newest(workspace, 99);
    expect(entries.map(({ action, details }) => `${action}: ${details}`)).toEqual([
      "setup: Tavus key removed",
      "setup: daily limits",
      "setup: automatic sync",
      "setup: Tavus key, managers",
    ]);
  });

  test("/persona-show shows the last five acts with who did them", async () => {
    const bot = await startPersonaBot(open);
    const persona = aStoredPersona({
      tenant_id: workspace,
      name: "Ada",
      link: "failed",
      failure_kind: "unlinked",
      next_attempt_at: null,
      told_at: "2026-01-01T00:00:00.000Z",
    });
    await storeRows(bot.database, [persona]);
    for (const userId of ["U1", "U2", "U3", "U4", "U5", "U6"]) {
      const who = { member: { tenantId: workspace, userId }, channelId: "C1" };
      bot.services.audit.record(who, { action: "edit", personaId: persona.id });
    }

    const reply = answerIn(await bot.person("U9").run("persona-show", { persona: "Ada" }));

    expect(reply.items).toHaveLength(5);
    expect(inUtc(reply.items?.[0]?.text ?? "")).toMatch(/^Edited \d{4}-\d\d-\d\d \d\d:\d\d UTC by$/);
    expect(reply.items?.map(({ mentions }) => mentions?.[0]?.id)).toEqual(["U6", "U5", "U4", "U3", "U2"]);
  });

  test("a warning's Retry all is written down", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    bot.standIn.setFault("outOfCredits");
    await admin.create();
    const [warning] = await bot.warnings.open(workspace);
    await admin.press(button("retry-all", warning?.id ?? ""));

    expect(await actions(bot)).toEqual(["create", "retry-all"]);
  });

  test("Retry all of the status says when nothing is left to try", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    bot.standIn.setFault("rejected", { times: 1 });
    await admin.create();

    const status = await admin.run("persona-status");
    const reply = answerIn(await pressIn(admin, status, "Retry all waiting"));

    expect(reply.title).toBe("Nothing waits for another try");
    expect(await actions(bot)).toEqual(["create"]);
  });
});
