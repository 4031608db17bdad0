import { expect, test } from "vitest";
import type { Interaction } from "../../src/chat/interaction.ts";
import { aBot, channel, type Handlers, commands as ordinary, startStandIn } from "./setup.ts";
import { anOpenSetup, setupForm } from "./setup-form.ts";

const setup = {
  name: "persona-setup",
  summary: "Set the bot up",
  access: "admin" as const,
  form: setupForm,
};

async function startSetup(handlers: Handlers = {}) {
  const standIn = await startStandIn();
  const { bot, records } = aBot(
    standIn,
    {
      command: (_interaction, answering) => answering.openForm(anOpenSetup()),
      form: (_interaction, answering) => answering.acceptForm(),
      ...handlers,
    },
    { commands: [...ordinary, setup] },
  );
  await bot.start();
  const person = standIn.person("U0ADA");
  const submitted = () =>
    records.seen.find((one): one is Interaction & { kind: "form" } => one.kind === "form");
  return { standIn, person, submitted };
}

test("what a person chooses arrives as ids", async () => {
  const { standIn, person, submitted } = await startSetup();
  const view = await person.fill(await person.command(channel, "/persona-setup"), {
    key: " tavus-key ",
    replica: "Ben",
    channel: "studio",
    managers: ["U0MIA", "U0OWEN"],
  });

  await (await person.submit(view)).acked();

  expect(submitted()?.values).toEqual({
    start: "",
    key: " tavus-key ",
    replica: "r2",
    channel: "C0PRIVATE",
    managers: ["U0MIA", "U0OWEN"],
  });
  expect(standIn.problems).toEqual([]);
});

test("what is left empty arrives as empty", async () => {
  const { standIn, person, submitted } = await startSetup();
  const view = await (await person.command(channel, "/persona-setup")).view();

  await (await person.submit(view)).acked();

  expect(submitted()?.values).toEqual({ start: "", key: "", replica: "", channel: "", managers: [] });
  expect(standIn.problems).toEqual([]);
});

test("a channel filled in by another field takes the place of the one chosen, and a secret stays typed", async () => {
  const { standIn, person, submitted } = await startSetup({
    fill: ({ values }, answering) =>
      answering.updateForm(anOpenSetup({ values: { ...values, channel: "C0RANDOM" } })),
  });
  const view = await person.fill(await person.command(channel, "/persona-setup"), {
    key: "hush",
    channel: "C0GENERAL",
    managers: "U0MIA",
  });

  await person.choose(view, "start", "random");
  await standIn.until(() => (view.state["channel~1"] ? true : undefined));
  await (await person.submit(view)).acked();

  expect(JSON.stringify(view.definition)).not.toContain("hush");
  expect(submitted()?.values).toMatchObject({ key: "hush", channel: "C0RANDOM", managers: ["U0MIA"] });
  expect(standIn.problems).toEqual([]);
});

test.each([
  ["anew", "views.open"],
  ["in the one that held its place", "views.update"],
])("a form that Slack refuses for what was chosen before opens without that: %s", async (_, method) => {
  const values = { channel: "C0GENERAL", managers: ["U0MIA"], replica: "r2" };
  const { standIn, person } = await startSetup({
    async command(_interaction, answering) {
      if (method === "views.update") await answering.holdForm();
      await answering.openForm(anOpenSetup({ values }));
    },
  });
  standIn.fail(method, { error: "invalid_arguments" });

  const view = await (await person.command(channel, "/persona-setup")).view();

  await standIn.until(() => (view.definition.blocks.length > 2 ? true : undefined));
  const shown = JSON.stringify(view.definition);
  expect(shown).not.toMatch(/initial_conversation|initial_users/);
  expect(shown).toContain("could not be shown here");
});

test("a form that Slack refused, and then takes too late, is offered whole, by the id under which it is kept", async () => {
  const { standIn, person } = await startSetup({
    command: (_interaction, answering) =>
      answering.openForm(anOpenSetup({ values: { channel: "C0GENERAL" } })),
  });
  standIn.fail("views.open", { error: "invalid_arguments" });
  standIn.fail("views.open", { error: "expired_trigger_id" });

  const command = await person.command(channel, "/persona-setup");
  const { text, blocks } = await command.message();

  expect(text).toContain("The form is ready");
  expect(JSON.stringify(blocks)).toContain("f0rm");
  expect(JSON.stringify(blocks)).not.toContain("unshown");
});
