import { expect, test } from "vitest";
import { anOpenForm } from "../sample-form.ts";
import { channel, type Handlers, startSlack } from "../setup.ts";

const opensForm: Handlers = {
  command: (_interaction, answering) => answering.openForm(anOpenForm()),
};

test("a form filled in by a template keeps what was typed and shows what follows", async () => {
  const { standIn } = await startSlack({
    ...opensForm,
    fill: (interaction, answering) =>
      answering.updateForm(anOpenForm({ values: { ...interaction.values, prompt: "You are a coach." } })),
  });
  const person = standIn.person("U0MIA");
  const command = await person.command(channel, "/persona-create");
  const view = await person.fill(command, { name: "Ada", prompt: "mine" });

  await person.choose(view, "template", "Coach");

  await standIn.until(() => (JSON.stringify(view.state).includes("You are a coach.") ? true : undefined));
  expect(Object.keys(view.state)).toEqual(expect.arrayContaining(["name", "prompt~1"]));
  expect(view.state).toMatchObject({ name: { name: { value: "Ada" } } });
  expect(standIn.problems).toEqual([]);
});

test("a form is offered suggestions for a search field, and what was typed", async () => {
  const { standIn, seen } = await startSlack({
    ...opensForm,
    suggest: (_interaction, answering) => answering.suggest([{ value: "r1", label: "Anna" }]),
  });
  const person = standIn.person("U0MIA");
  const command = await person.command(channel, "/persona-create");

  const { options } = await person.suggest(command, "replica", "r5abc");

  expect(options?.map((option) => option.value)).toEqual(["r5abc", "r1"]);
  expect(seen[1]).toMatchObject({ kind: "suggest", field: "replica", typed: "r5abc" });
  expect(standIn.problems).toEqual([]);
});

test("a form hands over the text of a file", async () => {
  const texts: string[] = [];
  const { standIn } = await startSlack({
    ...opensForm,
    async form(interaction, answering) {
      const file = interaction.values.file;
      if (file && typeof file === "object" && "url" in file) texts.push(await answering.fetchText(file, 100));
      await answering.acceptForm();
    },
  });
  const person = standIn.person("U0MIA");
  const command = await person.command(channel, "/persona-create");
  const bytes = "\uFEFFGrüße";

  const view = await person.fill(command, { name: "Ada", file: [{ name: "a.md", bytes }] });
  await (await person.submit(view)).acked();

  expect(texts).toEqual(["Grüße"]);
  expect(standIn.problems).toEqual([]);
});
