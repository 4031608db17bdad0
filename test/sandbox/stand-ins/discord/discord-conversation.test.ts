import { AttachmentBuilder, MessageFlags } from "discord.js";
import { expect, test } from "vitest";
import { setScene } from "./discord-test-bot.ts";

const text = { type: 3, description: "text" };
const makeCommand = {
  name: "make",
  description: "Make one",
  options: [
    { ...text, name: "kind", autocomplete: true },
    { type: 11, name: "file", description: "a file" },
    { type: 5, name: "loud", description: "yes or no" },
  ],
};

test("a deferred answer is thinking first and settles with the edit", async () => {
  const { standIn, alice, channelId } = await setScene({
    commands: [makeCommand],
    onInteraction: async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      await interaction.editReply("done");
      await interaction.followUp({ content: "and more" });
    },
  });

  const interaction = await alice.command(channelId, "make");
  const { type } = await interaction.answered();
  const settled = await interaction.settled();
  const more = await interaction.settled((message) => message.isFollowUp);

  expect(type).toBe(5);
  expect(settled).toMatchObject({ content: "done", visibleTo: alice.userId });
  expect(interaction.followUps).toEqual([more]);
  expect(standIn.messages(channelId)).toEqual([more]);
  expect(standIn.problems).toEqual([]);
});

test("a follow-up after a deferral fills the placeholder and stays as private as it was", async () => {
  const { alice, channelId } = await setScene({
    commands: [makeCommand],
    onInteraction: async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      await interaction.followUp({ content: "first" });
    },
  });

  const interaction = await alice.command(channelId, "make");
  const settled = await interaction.settled();

  expect(settled).toMatchObject({ content: "first", isFollowUp: false, visibleTo: alice.userId });
  expect(interaction.followUps).toEqual([]);
});

test("suggestions come back for the option in focus", async () => {
  const { standIn, alice, channelId } = await setScene({
    commands: [makeCommand],
    onInteraction: async (interaction) => {
      if (!interaction.isAutocomplete()) return;
      const { name, value } = interaction.options.getFocused(true);
      await interaction.respond([{ name: `${name} ${value}`, value: `${value}!` }]);
    },
  });

  const suggestions = await alice.suggest(channelId, "make", { kind: "hist" });

  expect(suggestions).toEqual([{ name: "kind hist", value: "hist!" }]);
  await expect(alice.suggest(channelId, "make", { loud: "x" })).rejects.toThrow("no autocomplete");
  expect(standIn.problems).toEqual([]);
});

test("files travel both ways with their bytes, type and size", async () => {
  const { standIn, alice, channelId } = await setScene({
    commands: [makeCommand],
    onInteraction: async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const given = interaction.options.getAttachment("file", true);
      const content = await (await fetch(given.url)).text();
      const reply = new AttachmentBuilder(Buffer.from(content.toUpperCase()), { name: "out.txt" });
      await interaction.reply({
        content: `${given.name} ${given.contentType} ${given.size}`,
        files: [reply],
      });
    },
  });

  const bytes = new TextEncoder().encode("hällo");
  const file = { filename: "in.txt", contentType: "text/plain", bytes };
  const interaction = await alice.command(channelId, "make", { file, loud: true });
  const message = await interaction.message();
  const [attachment] = message.attachments;
  const served = await fetch(attachment?.url ?? "");

  expect(message.content).toBe("in.txt text/plain 6");
  expect(attachment).toMatchObject({ filename: "out.txt" });
  expect(await served.text()).toBe("HÄLLO");
  expect(standIn.problems).toEqual([]);
});

test("a person is told what Discord's client would not let them do", async () => {
  const secret = { name: "secret", description: "admins", default_member_permissions: "0" };
  const { standIn, alice, channelId } = await setScene({
    commands: [secret, makeCommand],
    onInteraction: async (interaction) => {
      if (interaction.isChatInputCommand())
        await interaction.reply(String(interaction.memberPermissions?.has("Administrator")));
    },
  });
  const owner = standIn.guild(alice.guildId).addMember({ name: "Olga", isOwner: true });

  const asOwner = await owner.command(channelId, "secret");

  expect((await asOwner.message()).content).toBe("true");
  await expect(alice.command(channelId, "secret")).rejects.toThrow("lacks the permissions");
  await expect(alice.command(channelId, "nothing")).rejects.toThrow("has not registered /nothing");
  await expect(alice.command(channelId, "make", { colour: "red" })).rejects.toThrow('no option "colour"');
  await expect(alice.command(channelId, "make", { loud: "yes" })).rejects.toThrow("does not take string");
});

test("an answer asked back with the callback is the message people see", async () => {
  const ids: (string | undefined)[] = [];
  const { alice, channelId } = await setScene({
    commands: [makeCommand],
    onInteraction: async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const { resource } = await interaction.reply({ content: "here", withResponse: true });
      ids.push(resource?.message?.id, (await interaction.fetchReply()).id);
    },
  });

  const interaction = await alice.command(channelId, "make");
  const { id } = await interaction.message();

  await expect.poll(() => ids).toEqual([id, id]);
});
