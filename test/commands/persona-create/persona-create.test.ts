import { expect, test, vi } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { buttonIn, factsIn, guild, startPersonaBot, workspace } from "../../support/persona-bot.ts";
import { answerIn, hows, openedForm, recordAnswering, refusalIn } from "../../support/recording-answering.ts";

const awkward = [
  "@everyone <!channel> <@U1>",
  `"quoted" 'single' \`ticks\` *bold* _it_`,
  "Zoë 🙂👩‍👩‍👧‍👦",
  "\u202eעברית مرحبا",
  "<b>&amp;</b> \\n ```code```",
];

forEachEngine((_, open) => {
  test("a persona is saved, created in Tavus, and answered with both IDs", async () => {
    const bot = await startPersonaBot(open);

    const answering = await bot.person("U1").create({ name: "Ada" });

    const [row] = await bot.rows();
    const [created] = bot.account.personas;
    const reply = answerIn(answering);
    expect(hows(answering)).toEqual(["acceptForm", "answer"]);
    expect(row).toMatchObject({
      tenant_id: workspace,
      link: "linked",
      tavus_persona_id: created?.id,
      created_by: "U1",
    });
    expect(created?.document).toEqual({
      persona_name: "Ada",
      system_prompt: `You are Ada.\n\n[record ${row?.id}]`,
      pipeline_mode: "full",
      layers: {},
    });
    expect(reply).toMatchObject({ tone: "success", title: "“Ada” is ready" });
    expect(factsIn(reply)).toEqual({ "ID here": row?.id, "ID in Tavus": created?.id });
    await vi.waitFor(async () => expect((await bot.rows())[0]?.told_at).not.toBeNull());
  });

  test("everything that can be chosen arrives, on the platform with early fields", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1", "member", guild);
    const values = {
      kind: "historical",
      template: "educator",
      replica: "r90bbd427f71",
      model: "tavus-gpt-oss",
      speed: "slower",
      emotion: "curious",
    };

    const form = await person.open({ values });
    await person.send(form, { name: "Ada", context: "The year is 1843.", traits: ["calm", "formal"] });

    const [row] = await bot.rows();
    expect(row).toMatchObject({
      kind: "historical",
      template: "educator",
      traits: '["calm","formal"]',
      tenant_id: guild,
    });
    expect(bot.account.personas[0]?.document).toMatchObject({
      default_replica_id: "r90bbd427f71",
      layers: {
        llm: { model: "tavus-gpt-oss" },
        tts: { voice_settings: { speed: 0.8, emotion: ["curious"] } },
      },
    });
    for (const text of ["You are a teacher", "Explains a subject", "calm, formal", "The year is 1843."]) {
      expect(bot.account.personas[0]?.document.system_prompt).toContain(text);
    }
  });

  test.each(awkward)("%j is stored and sent to Tavus as it was typed", async (text) => {
    const bot = await startPersonaBot(open);

    await bot
      .person("U1")
      .create({ name: text, description: text, context: text, prompt: `${text}\n  ${text}` });

    expect(await bot.rows()).toMatchObject([
      { name: text, description: text, context: text, prompt: `${text}\n  ${text}`, link: "linked" },
    ]);
    expect(bot.account.personas[0]?.document).toMatchObject({ persona_name: text });
  });

  test.each([
    [{ name: "   " }, { name: "Name is empty. Type something other than spaces." }],
    [{ name: "x".repeat(81) }, { name: "Name has 81 characters. Shorten it to 80." }],
    [{ prompt: "x".repeat(10_000) }, { prompt: "System prompt has 10000 characters. Shorten it to 3000." }],
    [{ prompt: " \n " }, { prompt: "Say how it should behave: type a system prompt, or add a prompt file." }],
    [{ context: "a\0b" }, { context: "Context holds a null character. Remove it, or type the text again." }],
  ])("bad input case %# is refused beside the field, and opens again as it was typed", async (typed, errors) => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");

    const answering = await person.create(typed);
    const again = await person.press(buttonIn(refusalIn(answering).reply, "Open again"));

    expect(refusalIn(answering).errors).toEqual(errors);
    expect(openedForm(again).values).toMatchObject({ name: "Ada", prompt: "You are Ada.", ...typed });
    expect(await bot.rows()).toEqual([]);
  });

  test("a refused form that is put right and sent again makes one persona", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");
    const form = await person.open();
    await person.send(form, { name: "", prompt: "Hello" });

    const answering = await person.send(form, { name: "Ada", prompt: "Hello" });

    expect(answerIn(answering).tone).toBe("success");
    expect(await bot.rows()).toHaveLength(1);
  });

  test("a prompt from a file and one that was typed both reach Tavus, whole", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1", "member", guild);
    const text = "Line of the file.\n".repeat(5000);
    const prompt_file = { name: "prompt.md", sizeBytes: text.length, url: "https://files.example/1" };
    const opening = await person.command(
      { values: { prompt_file, template: "coach" } },
      recordAnswering({ files: { [prompt_file.url]: text } }),
    );

    await person.send(openedForm(opening), { name: "Ada", prompt: "And what I typed." });

    const [row] = await bot.rows();
    expect(openedForm(opening).values).not.toHaveProperty("prompt");
    expect(row?.prompt).toBe(`${text}\n\nAnd what I typed.`);
    expect(bot.account.personas[0]?.document.system_prompt).toContain(`${text}\n\nAnd what I typed.`);
  });

  test("words behind the command choose a template and the name", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");

    const form = await person.open({ text: "coach Ada" });
    await person.send(form);

    expect(form.values).toMatchObject({
      template: "coach",
      name: "Ada",
      prompt: expect.stringContaining("coach"),
    });
    expect(await bot.rows()).toMatchObject([{ name: "Ada", template: "coach", link: "linked" }]);
  });

  test("the same submission delivered three times at once makes one persona and answers the same", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");
    bot.standIn.setFault({ delayMs: 150 });
    const form = await person.open();

    const answers = await Promise.all([1, 2, 3].map(() => person.send(form, { name: "Ada", prompt: "Hi" })));

    expect(await bot.rows()).toHaveLength(1);
    expect(bot.account.personas).toHaveLength(1);
    const [first, ...others] = answers.map((answering) => factsIn(answerIn(answering)));
    expect(first?.["ID in Tavus"]).toBe(bot.account.personas[0]?.id);
    expect(others).toEqual([first, first]);
  });

  test("the same form sent again with other values edits its persona and says so", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");
    const form = await person.open();
    await person.send(form, { name: "Ada", prompt: "Hi" });

    const answering = await person.send(form, { name: "Grace", prompt: "Hello" });

    const reply = answerIn(answering);
    expect(reply).toMatchObject({ tone: "success", title: "“Grace” is ready" });
    expect(reply.notes).toContain(
      "This form had made a persona already, so that one was changed; no second one was made.",
    );
    expect(await bot.rows()).toMatchObject([{ name: "Grace", revision: 2, pushed_revision: 2 }]);
    expect(bot.account.personas).toMatchObject([{ document: { persona_name: "Grace" } }]);
  });

  test("when the row cannot be written the form goes back, and Tavus hears nothing", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");
    const form = await person.open();
    await bot.database.kysely.schema.dropTable("personas").execute();

    const answering = await person.send(form, { name: "Ada", prompt: "Hi" });

    expect(hows(answering)).toEqual(["refuseForm"]);
    expect(refusalIn(answering).errors.name).toMatch(/^Not saved\. Your text is still here/);
    expect(bot.standIn.requests).toEqual([]);
  });
});
