import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { guild, type Person, pressIn, startPersonaBot, workspace } from "../../support/persona-bot.ts";
import { aLinkedRow, storeRows } from "../../support/personas/stored-personas.ts";
import { answerIn, openedForm, recordAnswering, refusalIn } from "../../support/recording-answering.ts";
import { untilTrue } from "../../support/until-true.ts";

const long = "x".repeat(5000);

async function editForm(person: Person, persona = "Ada") {
  return openedForm(await person.run("persona-edit", { persona }));
}

forEachEngine((_, open) => {
  async function aBotWithAda(values = {}) {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");
    await person.create({ name: "Ada", ...values });
    return { bot, person };
  }

  async function aBotWithLong(tenantId = workspace) {
    const bot = await startPersonaBot(open);
    const { id: tavusId } = bot.account.addPersona({ name: "Ada", systemPrompt: long });
    const texts = { prompt: long, prompt_is_whole: 1, context: long, model: "their-own-model" };
    const row = aLinkedRow({ tenant_id: tenantId, name: "Ada", created_by: "U1", tavus_persona_id: tavusId });
    await storeRows(bot.database, [{ ...row, ...texts }]);
    return { bot, person: bot.person("U1", "member", tenantId) };
  }

  test("the form comes filled in; what is saved is a new revision, here and in Tavus", async () => {
    const sent = { description: "Mind", traits: ["calm"], context: "1843", kind: "creator", speed: "faster" };
    const { bot, person } = await aBotWithAda(sent);

    const form = await editForm(person);
    const answering = await person.send(form, { name: "Grace", speed: "normal", context: "" });

    expect(form).toMatchObject({ command: "persona-edit-form", form: { title: "Edit persona" } });
    expect(form.values).toMatchObject({ ...sent, name: "Ada", prompt: "You are Ada." });
    expect(answerIn(answering)).toMatchObject({ tone: "success", title: "“Grace” is ready" });
    expect(await bot.rows()).toMatchObject([{ name: "Grace", revision: 2, pushed_revision: 2, context: "" }]);
    expect(bot.account.personas).toHaveLength(1);
    expect(bot.account.personas[0]?.document).toMatchObject({ persona_name: "Grace" });
  });

  test("saved unchanged it asks Tavus for nothing and stays the same revision", async () => {
    const { bot, person } = await aBotWithAda();

    const answering = await person.send(await editForm(person));

    expect(answerIn(answering).tone).toBe("success");
    expect(await bot.rows()).toMatchObject([{ revision: 1 }]);
    expect(bot.standIn.requests.filter(({ operation }) => operation === "patch persona")).toEqual([]);
  });

  test.each([
    workspace,
    guild,
  ])("on %s long texts and a model that is not offered stay when nothing takes their place", async (tenantId) => {
    const { bot, person } = await aBotWithLong(tenantId);

    const form = await editForm(person);
    await person.send(form, { name: "Grace" });

    expect(form.values).toMatchObject({ prompt: "", context: "", model: "their-own-model" });
    expect(form.notice).toBe(
      "Kept unless you type new ones: prompt (5000 characters), context (5000 characters).",
    );
    expect(await bot.rows()).toMatchObject([
      { name: "Grace", prompt: long, context: long, model: "their-own-model" },
    ]);
  });

  test("typed in their place they are replaced", async () => {
    const { bot, person } = await aBotWithLong();

    await person.send(await editForm(person), { prompt: "Short", context: "New", model: "tavus-gpt-oss" });

    expect(await bot.rows()).toMatchObject([{ prompt: "Short", context: "New", model: "tavus-gpt-oss" }]);
  });

  test.each([
    [{}, "From the file"],
    [{ prompt: "And typed" }, "From the file\n\nAnd typed"],
  ])("a file takes the place of the prompt, with %j it is %j", async (typed, prompt) => {
    const { bot, person } = await aBotWithAda();
    const prompt_file = { name: "new.md", sizeBytes: 13, url: "https://files.example/1" };
    const answering = recordAnswering({ files: { [prompt_file.url]: "From the file" } });

    await person.send(await editForm(person), { prompt_file, ...typed }, answering);

    expect(await bot.rows()).toMatchObject([{ prompt }]);
  });

  test("an emptied prompt goes back into the form", async () => {
    const { bot, person } = await aBotWithAda();

    const answering = await person.send(await editForm(person), { prompt: " " });

    expect(refusalIn(answering).errors).toEqual({
      prompt: "A persona needs a prompt: type one, or add a prompt file.",
    });
    expect(await bot.rows()).toMatchObject([{ revision: 1, prompt: "You are Ada." }]);
  });

  test("a name from Tavus that is longer than the form takes is cut in it, and said", async () => {
    const bot = await startPersonaBot(open);
    const row = aLinkedRow({ tenant_id: workspace, name: "x".repeat(300), created_by: "U1" });
    await storeRows(bot.database, [row]);

    const form = await editForm(bot.person("U1"), row.id);

    expect(form.values.name).toHaveLength(80);
    expect(form.notice).toBe("Its name has 300 characters; saved, it has 80.");
  });

  test("of two who edit at once the second is told, and gets both versions", async () => {
    const { bot, person } = await aBotWithAda();
    const admin = bot.person("U2", "admin");
    const [first, second] = [await editForm(person), await editForm(admin)];
    await person.send(first, { name: "Grace", prompt: "First" });

    const late = answerIn(await admin.send(second, { name: "Joan", prompt: "Second" }));
    const again = openedForm(
      await admin.press({ label: "", action: "edit", state: late.facts?.[0]?.value ?? "" }),
    );
    const saved = answerIn(await admin.send(again, { prompt: "Both" }));

    expect(late.title).toBe("“Grace” was changed by somebody else meanwhile");
    expect(
      late.files?.map(({ name, text }) => [name, /## System prompt\n(.*)/.exec(String(text))?.[1]]),
    ).toEqual([
      ["your-version.md", "Second"],
      ["their-version.md", "First"],
    ]);
    expect(again.values).toMatchObject({ name: "Grace", prompt: "First" });
    expect(saved.title).toBe("“Grace” is ready");
    expect(await bot.rows()).toMatchObject([{ prompt: "Both", revision: 3 }]);
  });

  test("two who save at the same moment make one edit and one conflict", async () => {
    const { bot, person } = await aBotWithAda();
    const people = [person, bot.person("U2", "admin")];
    const opened = await Promise.all(people.map(async (one) => ({ one, form: await editForm(one) })));

    const answers = await Promise.all(
      opened.map(({ one, form }, index) => one.send(form, { name: `Name ${index}` })),
    );

    const titles = answers.map((answering) => answerIn(answering).title);
    expect(titles.filter((title) => title.endsWith("is ready"))).toHaveLength(1);
    expect(titles.filter((title) => title.endsWith("somebody else meanwhile"))).toHaveLength(1);
    expect(await bot.rows()).toMatchObject([{ revision: 2 }]);
  });

  test("delivered three times it is one edit, with one answer", async () => {
    const { bot, person } = await aBotWithAda();
    const form = await editForm(person);

    const answers = await Promise.all([1, 2, 3].map(() => person.send(form, { name: "Grace" })));

    expect(answers.map((answering) => answerIn(answering).title)).toEqual(
      Array.from({ length: 3 }, () => "“Grace” is ready"),
    );
    expect(await bot.rows()).toMatchObject([{ name: "Grace", revision: 2 }]);
    expect(bot.standIn.requests.filter(({ operation }) => operation === "patch persona")).toHaveLength(1);
  });

  test("when Tavus fails the edit is kept, Tavus's older version is said, and the queue brings it later", async () => {
    const { bot, person } = await aBotWithAda();
    const end = bot.standIn.setFault("rateLimited", { operation: "get persona" });

    const answering = await person.send(await editForm(person), { name: "Grace" });
    const listed = answerIn(await person.run("persona-list"));
    end();
    bot.skip(3_600_000);
    await untilTrue(() => bot.account.personas[0]?.document.persona_name === "Grace");

    expect(answerIn(answering).text).toContain("“Grace” is saved. Tavus does not have the last change yet.");
    expect(listed.items?.[0]?.text).toBe("● Grace (linked, last change not in Tavus yet)");
    await untilTrue(async () => (await bot.rows())[0]?.pushed_revision === 2);
  });

  test("unpublished changes in Tavus's own editor are said, and Retry pushes once they are gone", async () => {
    const { bot, person } = await aBotWithAda();
    const id = bot.account.personas[0]?.id ?? "";
    bot.account.openDraft(id);

    const refused = await person.send(await editForm(person), { name: "Grace" });
    bot.account.replaceDocument(id, bot.account.persona(id)?.document ?? {});
    const retried = await pressIn(person, refused, "Retry");

    expect(answerIn(refused).title).toBe("Somebody is editing this persona in Tavus");
    expect(answerIn(retried).title).toBe("“Grace” is ready");
  });

  test("a persona deleted while the form was open stays deleted", async () => {
    const { bot, person } = await aBotWithAda();
    const form = await editForm(person);
    const [{ id } = { id: "" }] = await bot.rows();
    await bot.personas.remove({ tenantId: workspace, id, alsoInTavus: false });

    const answering = await person.send(form, { name: "Grace" });

    expect(JSON.stringify(answering.said)).toContain("not here any more");
    expect(await bot.rows()).toMatchObject([{ name: "Ada", prompt: "" }]);
  });

  test("the form suggests replicas, and somebody else's persona is not opened", async () => {
    const { bot, person } = await aBotWithAda();

    const replicas = await person.suggest("", { command: "persona-edit-form", field: "replica" });
    const stranger = await bot.person("U2").run("persona-edit", { persona: "Ada" });

    expect(replicas.length).toBeGreaterThan(0);
    expect(answerIn(stranger).text).toContain("“Ada” was made by somebody else.");
  });
});
