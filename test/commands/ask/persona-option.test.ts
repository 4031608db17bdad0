import { expect, test } from "vitest";
import type { Reply } from "../../../src/chat/reply.ts";
import { choiceOf } from "../../../src/commands/ask/persona-option.ts";
import { forEachEngine } from "../../support/databases.ts";
import { guild, startPersonaBot, workspace } from "../../support/persona-bot.ts";
import { aLinkedRow, rowsOf, storeRows } from "../../support/personas/stored-personas.ts";
import { answerIn, openedForm } from "../../support/recording-answering.ts";

const commands = ["persona-show", "persona-edit", "persona-delete", "persona-link"];

function valuesIn({ menu }: Reply): string[] {
  return menu?.choices.map(({ value }) => value) ?? [];
}

test.each([
  "🙂".repeat(80),
  "👩‍👩‍👧‍👦".repeat(80),
  "x".repeat(20_000),
  "",
  "é".repeat(80),
])("a menu shows the whole id and at most 75 characters (case %#)", (name) => {
  const { label } = choiceOf({ id: "per_2345678abc", name });

  expect(label.length).toBeLessThanOrEqual(75);
  expect(label).toMatch(/ · per_2345678abc$/);
  expect(label.isWellFormed()).toBe(true);
});

forEachEngine((_, open) => {
  test("without a name each command asks which, by a menu of the newest that leads on", async () => {
    const bot = await startPersonaBot(open);
    const rows = rowsOf(workspace, 30);
    await storeRows(bot.database, rows);
    const admin = bot.person("U1", "admin");

    for (const command of commands) {
      const reply = answerIn(await admin.say(command, ""));
      const newest = rows.slice(5).reverse();
      expect(valuesIn(reply)).toEqual(newest.map(({ id }) => id));
      const chosen = { label: "", action: reply.menu?.action ?? "", state: newest[3]?.id ?? "" };
      expect(JSON.stringify((await admin.press(chosen)).said)).toContain(newest[3]?.id);
    }
  });

  test("where a team has one alone each command means that, and none is asked which", async () => {
    const bot = await startPersonaBot(open);
    const [row] = rowsOf(workspace, 1);
    if (!row) throw new Error("There is no row.");
    await storeRows(bot.database, [row]);
    const admin = bot.person("U1", "admin");

    for (const command of [...commands, "persona-talk", "persona-video"]) {
      const { said } = await admin.say(command, "");
      expect([command, JSON.stringify(said)]).toEqual([command, expect.stringContaining(row.name)]);
      expect(JSON.stringify(said)).not.toContain("Which persona?");
    }
  });

  test("namesakes are told apart by their ids in a menu", async () => {
    const bot = await startPersonaBot(open);
    const twins = ["a", "b"].map(() => aLinkedRow({ tenant_id: workspace, name: "Ada" }));
    await storeRows(bot.database, twins);

    const reply = answerIn(await bot.person("U1").run("persona-show", { persona: "ada" }));

    expect(reply.title).toBe("Several personas are called “ada”");
    expect(new Set(valuesIn(reply))).toEqual(new Set(twins.map(({ id }) => id)));
  });

  test("an unknown name is answered with those that are close, and with no others", async () => {
    const bot = await startPersonaBot(open);
    const names = ["Ada", "Adam", "Grace", "Adx", "Boole", "Max"];
    await storeRows(
      bot.database,
      names.map((name) => aLinkedRow({ tenant_id: workspace, name })),
    );

    const { text = "" } = answerIn(await bot.person("U1").run("persona-show", { persona: "Axda" }));

    expect(text).toContain(
      "No persona here is called “Axda”, and none has that ID. Did you mean “Ada” (per_",
    );
    expect(text.match(/“\w+” \(per_/g)).toHaveLength(3);
    expect(text).toContain("“Adam”");
    expect(text).not.toMatch(/Boole|Grace|Max/);
  });

  test("where no name is close none is offered, but where they all are", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");
    const asked = async () => answerIn(await person.run("persona-show", { persona: "zzz" })).text;

    expect(await asked()).toContain("There are none yet. Make the first one with /persona-create");
    await storeRows(bot.database, [aLinkedRow({ tenant_id: workspace, name: "Ada" })]);
    expect(await asked()).toBe(
      "No persona here is called “zzz”, and none has that ID. /persona-list shows those that are here.",
    );
  });

  test("names of any length are compared in time and shown cut", async () => {
    const bot = await startPersonaBot(open);
    const rows = Array.from({ length: 50 }, (_, index) =>
      aLinkedRow({ tenant_id: workspace, name: `${index}${"x".repeat(20_000)}` }),
    );
    await storeRows(bot.database, rows);

    const { text = "" } = answerIn(await bot.person("U1").run("persona-show", { persona: "y".repeat(100) }));

    expect(text).toContain("/persona-list shows those that are here.");
  });

  test("suggestions are found by a part of the name, newest first, 25 at most", async () => {
    const bot = await startPersonaBot(open);
    await storeRows(bot.database, [
      ...rowsOf(workspace, 30),
      aLinkedRow({ tenant_id: workspace, name: "Ada" }),
    ]);
    const person = bot.person("U1");

    const where = { command: "persona-show", field: "persona" };
    const all = await person.suggest("persona", where);
    const one = await person.suggest(" aDA ", where);

    expect(all).toHaveLength(25);
    expect(all[0]?.label).toMatch(/^Persona 30 · per_/);
    expect(one).toHaveLength(1);
  });

  test("nothing of a team is found by another: by name, id, Tavus id, suggestion, menu or button", async () => {
    const bot = await startPersonaBot(open);
    const row = aLinkedRow({ tenant_id: workspace, name: "Secret", tavus_persona_id: "p0123456789a" });
    await storeRows(bot.database, [row]);
    const before = await bot.rows();
    const stranger = bot.person("U1", "admin", guild);
    const actions = ["show", "prompt", "context", "edit", "delete", "delete-here", "delete-both", "link"];

    for (const command of commands) {
      for (const persona of ["Secret", row.id, "p0123456789a"]) {
        const reply = answerIn(await stranger.run(command, { persona }));
        expect(reply.text).toContain("There are none yet");
      }
      expect(answerIn(await stranger.run(command)).title).toBe("No personas yet");
      expect(await stranger.suggest("", { command, field: "persona" })).toEqual([]);
    }
    for (const action of [...actions, "unlink", "retry", "share", "replica"]) {
      const pressed = await stranger.press({ label: "", action, state: row.id });
      expect(JSON.stringify(pressed.said), action).not.toContain("Secret");
      expect(JSON.stringify(pressed.said), action).toMatch(/not here any more|deleted already/);
    }

    expect(await bot.rows()).toEqual(before);
    expect(bot.standIn.requests).toEqual([]);
  });

  test("a form of another team's persona changes nothing", async () => {
    const bot = await startPersonaBot(open);
    const row = aLinkedRow({ tenant_id: workspace, name: "Secret", created_by: "U1" });
    await storeRows(bot.database, [row]);
    const form = openedForm(await bot.person("U1").run("persona-edit", { persona: row.id }));
    const before = await bot.rows();

    const answering = await bot.person("U1", "admin", guild).send(form, { ...form.values, name: "Stolen" });

    expect(JSON.stringify(answering.said)).toContain("not here any more");
    expect(await bot.rows()).toEqual(before);
  });
});
