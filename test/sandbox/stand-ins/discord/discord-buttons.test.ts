import { ButtonBuilder, ButtonStyle, MessageFlags } from "discord.js";
import { expect, test } from "vitest";
import { setScene } from "./discord-test-bot.ts";

const makeCommand = { name: "make", description: "Make one" };

test("a person presses a button and the message changes, then goes", async () => {
  const retry = new ButtonBuilder().setCustomId("retry:1").setLabel("Retry").setStyle(ButtonStyle.Primary);
  const row = { type: 1, components: [retry.toJSON()] };
  const { standIn, alice, channelId } = await setScene({
    commands: [makeCommand],
    onInteraction: async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.reply({ content: "failed", components: [row] });
      if (interaction.isButton() && interaction.message.content === "failed")
        await interaction.update({ content: "linked", components: [row] });
      else if (interaction.isButton()) {
        await interaction.deferUpdate();
        await interaction.deleteReply();
      }
    },
  });

  const interaction = await alice.command(channelId, "make");
  const pressed = await alice.press(interaction, "Retry");
  const changed = await pressed.settled((message) => message.content === "linked");
  const pressedAgain = await alice.press(changed, "retry:1");
  await pressedAgain.answered();
  await expect.poll(() => standIn.messages(channelId)).toEqual([]);

  expect(changed.id).toBe(interaction.originalId);
  await expect(alice.press(changed, "Retry")).rejects.toThrow("was deleted");
  expect(standIn.problems).toEqual([]);
});

test("a button in a direct message is pressed outside any guild", async () => {
  const row = { type: 1, components: [{ type: 2, style: 1, custom_id: "share", label: "Share" }] };
  const { standIn, client, alice } = await setScene({
    onInteraction: async (interaction) => {
      if (interaction.isButton())
        await interaction.update({ content: String(interaction.inGuild()), components: [] });
    },
  });
  await client.users.send(alice.userId, { content: "linked", components: [row] });

  const [message] = alice.directMessages;
  if (message === undefined) throw new Error("no direct message");
  const pressed = await alice.press(message, "Share");
  await pressed.answered();

  expect(standIn.directMessages(alice.userId)).toMatchObject([{ content: "false", components: [] }]);
  expect(standIn.problems).toEqual([]);
});

test("an ephemeral button is out of reach for others", async () => {
  const row = { type: 1, components: [{ type: 2, style: 1, custom_id: "retry", label: "Retry" }] };
  const { guild, alice, channelId } = await setScene({
    commands: [makeCommand],
    onInteraction: async (interaction) => {
      if (interaction.isChatInputCommand())
        await interaction.reply({ components: [row], flags: MessageFlags.Ephemeral });
    },
  });
  const bob = guild.addMember({ name: "Bob" });

  const interaction = await alice.command(channelId, "make");
  const message = await interaction.message();

  await expect(bob.press(message, "Retry")).rejects.toThrow("Bob does not see");
  expect(bob.messages(channelId)).toEqual([]);
});
