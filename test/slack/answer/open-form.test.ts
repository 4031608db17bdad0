import { expect, test, vi } from "vitest";
import type { Fault } from "../../../sandbox/stand-ins/slack/faults.ts";
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

const trigger = (message: string) => ({
  ok: false,
  error: "invalid_arguments",
  response_metadata: { messages: [`[ERROR] ${message} [json-pointer:/trigger_id]`] },
});

test.each<[string, Fault]>([
  ["a code of its own", { error: "expired_trigger_id" }],
  ["a mistake in the call", { body: trigger("`trigger_id` expired") }],
])("a form that came too late, which Slack puts as %s, is opened by a button", async (_how, fault) => {
  const { standIn } = await startSlack(opensForm);
  standIn.fail("views.open", fault);

  const command = await standIn.person("U0MIA").command(channel, "/persona-create");

  expect((await command.message()).text).toContain("The form is ready");
});

test.each<[string, Fault]>([
  ["a code of its own", { error: "invalid_trigger_id" }],
  ["a mistake in the call", { body: trigger("invalid `trigger_id`") }],
])("a form of two apps' tokens, which Slack puts as %s, says what to do", async (_how, fault) => {
  const failed: unknown[] = [];
  const { standIn } = await startSlack({
    command: (_interaction, answering) =>
      answering.openForm(anOpenForm()).catch((error: unknown) => failed.push(error)),
  });
  standIn.fail("views.open", fault);

  await standIn.person("U0MIA").command(channel, "/persona-create");

  await vi.waitFor(() => expect(String(failed[0])).toContain("are of two apps"));
});
