import type { APIComponentInLabel, APILabelComponent, Interaction, ModalSubmitInteraction } from "discord.js";
import { MessageFlags } from "discord.js";
import { expect, test } from "vitest";
import { setScene } from "./discord-test-bot.ts";

const makeCommand = { name: "make", description: "Make one" };

const modal = {
  custom_id: "form",
  title: "New one",
  components: [
    label("Name", { type: 4, custom_id: "name", style: 1, min_length: 2, max_length: 10, value: "Ada" }),
    label("Note", { type: 4, custom_id: "note", style: 2, required: false }),
    label("Traits", { type: 22, custom_id: "traits", required: false, options: choices("calm", "playful") }),
    label("Model", { type: 3, custom_id: "model", options: choices("small", "large") }),
    label("Voice", { type: 21, custom_id: "voice", required: false, options: choices("low", "high") }),
  ],
};

function label(name: string, component: APIComponentInLabel): APILabelComponent {
  return { type: 18, label: name, component };
}

function choices(...values: string[]) {
  return values.map((value) => ({ label: value.toUpperCase(), value }));
}

async function showModal(interaction: Interaction): Promise<void> {
  if (interaction.isChatInputCommand() || interaction.isButton()) await interaction.showModal(modal);
}

async function answerSubmit(
  interaction: Interaction,
  answer: (submit: ModalSubmitInteraction) => Promise<unknown>,
): Promise<void> {
  if (interaction.isModalSubmit()) await answer(interaction);
  else await showModal(interaction);
}

test("a person opens a modal, submits it and reads the answer", async () => {
  const { standIn, errors, alice, channelId } = await setScene({
    commands: [makeCommand],
    onInteraction: (interaction) =>
      answerSubmit(interaction, (submit) =>
        submit.reply({
          content: JSON.stringify([
            submit.fields.getTextInputValue("name"),
            submit.fields.getTextInputValue("note"),
            submit.fields.getCheckboxGroup("traits"),
            submit.fields.getStringSelectValues("model"),
            submit.fields.getRadioGroup("voice"),
          ]),
          flags: MessageFlags.Ephemeral,
        }),
      ),
  });

  const opened = await alice.command(channelId, "make");
  const shown = await opened.modal();
  const submitted = await alice.submit(opened, { traits: ["playful"], model: ["large"], voice: "low" });
  const answer = await submitted.message();

  expect(shown.fields.map((field) => field.label)).toEqual(["Name", "Note", "Traits", "Model", "Voice"]);
  expect(shown.field("name")).toMatchObject({ prefilled: "Ada", required: true, maxLength: 10 });
  expect(shown.field("traits").options.map(({ value }) => value)).toEqual(["calm", "playful"]);
  expect(JSON.parse(answer.content)).toEqual(["Ada", "", ["playful"], ["large"], "low"]);
  expect(alice.messages(channelId)).toEqual([answer]);
  expect(standIn.messages(channelId)).toEqual([]);
  expect(errors).toEqual([]);
  expect(standIn.problems).toEqual([]);
});

test("a modal keeps a person from submitting what its limits forbid", async () => {
  const { alice, channelId } = await setScene({
    commands: [makeCommand],
    onInteraction: showModal,
  });

  const opened = await alice.command(channelId, "make");

  await expect(alice.submit(opened, { name: "A", model: ["large"] })).rejects.toThrow("2 to 10 characters");
  await expect(alice.submit(opened, { model: [] })).rejects.toThrow("1 to 1 choices");
  await expect(alice.submit(opened, { model: ["medium"] })).rejects.toThrow('no option "medium"');
  await expect(alice.submit(opened, { nmae: "Bob" })).rejects.toThrow('no field "nmae"');
});

test("a modal opened from a button may change the button's message", async () => {
  const row = { type: 1, components: [{ type: 2, style: 1, custom_id: "edit", label: "Edit" }] };
  const { standIn, errors, alice, channelId } = await setScene({
    commands: [makeCommand],
    onInteraction: async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.reply({ content: "old", components: [row] });
      if (interaction.isButton()) await showModal(interaction);
      if (interaction.isModalSubmit() && interaction.isFromMessage()) await interaction.update("new");
    },
  });

  const shown = await alice.command(channelId, "make");
  const opened = await alice.press(shown, "edit");
  const submitted = await alice.submit(opened, { model: ["small"] });
  await submitted.answered();

  expect((await shown.message()).content).toBe("new");
  expect(errors).toEqual([]);
  expect(standIn.problems).toEqual([]);
});

test("files, channels, roles, people and ticks arrive resolved", async () => {
  const pick = {
    custom_id: "pick",
    title: "Pick",
    components: [
      label("Prompt", { type: 19, custom_id: "prompt" }),
      label("Channel", { type: 8, custom_id: "channel" }),
      label("Role", { type: 6, custom_id: "role" }),
      label("Person", { type: 5, custom_id: "person" }),
      label("Sure", { type: 23, custom_id: "sure" }),
    ],
  };
  const { standIn, errors, guild, alice, channelId } = await setScene({
    commands: [makeCommand],
    onInteraction: async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.showModal(pick);
      if (!interaction.isModalSubmit()) return;
      const { fields } = interaction;
      const file = fields.getUploadedFiles("prompt")?.first();
      const read = file === undefined ? "" : await (await fetch(file.url)).text();
      const channel = fields.getSelectedChannels("channel")?.first()?.id;
      const role = fields.getSelectedRoles("role")?.first()?.id;
      const person = fields.getSelectedUsers("person")?.first()?.id;
      await interaction.reply(
        [file?.name, read, channel, role, person, fields.getCheckbox("sure")].join(" "),
      );
    },
  });
  const role = guild.addRole("Makers");

  const opened = await alice.command(channelId, "make");
  const submitted = await alice.submit(opened, {
    prompt: [{ filename: "p.md", contentType: "text/markdown", bytes: new TextEncoder().encode("Be.") }],
    channel: [channelId],
    role: [role.id],
    person: [alice.userId],
    sure: true,
  });

  expect((await submitted.message()).content).toBe(`p.md Be. ${channelId} ${role.id} ${alice.userId} true`);
  expect(errors).toEqual([]);
  expect(standIn.problems).toEqual([]);
});
