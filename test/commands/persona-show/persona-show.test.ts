import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import {
  buttonIn,
  factsIn,
  pressIn,
  pressOffered,
  startPersonaBot,
  workspace,
} from "../../support/persona-bot.ts";
import { aLinkedRow, storeRows } from "../../support/personas/stored-personas.ts";
import { answerIn } from "../../support/recording-answering.ts";

forEachEngine((_, open) => {
  test("every field, who made it and when, both IDs", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");
    await person.create({
      name: "Ada",
      description: "Mind",
      traits: ["calm", "formal"],
      context: "1843",
      kind: "historical",
      template: "coach",
      replica: "r90bbd427f71",
      model: "tavus-gpt-oss",
      speed: "faster",
      emotion: "curious",
    });
    const [row] = await bot.rows();

    const reply = answerIn(await person.run("persona-show", { persona: "Ada" }));

    expect(reply).toMatchObject({ tone: "success", title: "“Ada”" });
    expect(reply.text).toBe(
      "In step with Tavus.\n\nDescription: Mind\nSystem prompt: You are Ada.\nContext: 1843",
    );
    expect(factsIn(reply)).toEqual({
      "ID here": row?.id,
      "ID in Tavus": row?.tavus_persona_id,
      Kind: "historical",
      Template: "coach",
      Traits: "calm, formal",
      Replica: "Anna · r90bbd427f71 · stock",
      Model: "tavus-gpt-oss",
      Voice: "faster, emotion curious",
      Made: `${row?.created_at.substring(0, 16).replace("T", " ")} UTC by`,
    });
  });

  test.each(["id", "tavus_persona_id"] as const)("the persona is found by its %s", async (column) => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");
    await person.create();
    const [row] = await bot.rows();

    const reply = answerIn(await person.run("persona-show", { persona: row?.[column] ?? "" }));

    expect(reply.title).toBe("“Ada”");
  });

  test("long texts come whole: as files, and beside the message when their button is pressed", async () => {
    const bot = await startPersonaBot(open);
    const prompt = "Line of the prompt.\n".repeat(5000);
    const context = "x".repeat(3000);
    const description = "x".repeat(1000);
    const row = aLinkedRow({ tenant_id: workspace, name: "Ada", prompt, context, description });
    await storeRows(bot.database, [row]);
    const person = bot.person("U2");

    const reply = answerIn(await person.run("persona-show", { persona: row.id }));
    const opened = await Promise.all(
      (reply.files ?? []).map(({ open: target }) =>
        person.press({ label: "", action: "", state: "", ...target }),
      ),
    );

    expect(reply.files?.map(({ name, text }) => [name, text])).toEqual([
      ["prompt.md", prompt],
      ["context.md", context],
    ]);
    expect(reply.text).toContain(`System prompt: ${prompt.length} characters, in the file.`);
    expect(opened.map(({ said }) => said)).toEqual([
      [{ how: "showText", title: "System prompt", name: "prompt.md", text: prompt }],
      [{ how: "showText", title: "Context", name: "context.md", text: context }],
    ]);
  });

  test("the longest of everything fits one message, a failure too", async () => {
    const bot = await startPersonaBot(open);
    const row = aLinkedRow({
      tenant_id: workspace,
      name: "🙂".repeat(500),
      description: "x".repeat(1000),
      prompt: "x".repeat(800),
      context: "x".repeat(400),
      link: "failed",
      failure_kind: "rejected",
      failure_words: "x".repeat(300),
      model: "x".repeat(100),
    });
    await storeRows(bot.database, [row]);

    const reply = answerIn(await bot.person("U1").run("persona-show", { persona: row.id }));

    expect(reply.text).toContain("x".repeat(1000));
  });

  test("what differs in Tavus is named", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");
    await person.create();
    const id = bot.account.personas[0]?.id ?? "";
    bot.account.changePersona(id, { persona_name: "Other", system_prompt: "Other" });

    const reply = answerIn(await person.run("persona-show", { persona: "Ada" }));

    expect(reply.text).toContain("Tavus differs in: name, prompt.\nKeep ours sends what is here to Tavus.");
    expect(reply.tone).toBe("warning");
  });

  test("one that Tavus has deleted, and a Tavus that cannot be asked, are said", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");
    await person.create();
    const end = bot.standIn.setFault("invalidKey");
    const unknown = answerIn(await person.run("persona-show", { persona: "Ada" }));
    end();
    bot.account.removePersona(bot.account.personas[0]?.id ?? "");

    const gone = answerIn(await person.run("persona-show", { persona: "Ada" }));

    expect(unknown.text).toContain("could not be asked: Invalid Tavus API key.");
    expect(gone.text).toContain("Tavus does not have it any more. Create again makes a new one");
  });

  test("the last failure is shown with its remedy", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");
    bot.standIn.setFault("outOfCredits");
    await person.create();

    const reply = answerIn(await person.run("persona-show", { persona: "Ada" }));

    expect(reply.tone).toBe("warning");
    expect(reply.text).toContain("The Tavus account is out of credits.");
    expect(reply.text).toContain("Add credits to the Tavus account or upgrade its plan. Then press Retry.");
    expect(factsIn(reply)["ID in Tavus"]).toBe("not linked");
  });

  test("a persona without a name, and without a model, is shown as such", async () => {
    const bot = await startPersonaBot(open);
    const row = aLinkedRow({ tenant_id: workspace, name: "", model: "" });
    await storeRows(bot.database, [row]);

    const reply = answerIn(await bot.person("U1").run("persona-show", { persona: row.id }));

    expect(reply.title).toBe("“(no name)”");
    expect(factsIn(reply).Model).toBe("Tavus's default");
  });

  test("a button that shows a persona deleted meanwhile says so", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    await admin.create();
    const shown = await admin.run("persona-show", { persona: "Ada" });
    await pressIn(admin, await pressOffered(admin, shown, "Delete"), "Delete here only");

    const [{ id: state } = { id: "" }] = await bot.rows();
    const again = answerIn(await admin.press({ label: "", action: "show", state }));
    const edit = answerIn(await admin.press(buttonIn(answerIn(shown), "Edit")));

    expect(again.title).toBe("“Ada” was deleted");
    expect(edit.text).toContain("This persona is not here any more");
  });
});
