import { type Interaction, InteractionResponseType, Routes } from "discord.js";
import { expect, test } from "vitest";
import type { GuildHandle } from "../../../../sandbox/stand-ins/discord/guild/guild-handle.ts";
import { channelType } from "../../../../sandbox/stand-ins/discord/vocabulary.ts";
import { outcomeOf, setScene } from "./discord-test-bot.ts";

const setUp = { name: "set-up", description: "Set up" };

/** A scene whose command opens a modal with this input; what the submit held is in `submits`. */
async function setModalScene(input: (guild: GuildHandle) => object) {
  const submits: Record<string, unknown>[] = [];
  const shown: Promise<unknown>[] = [];
  const show = (interaction: Interaction) => {
    if (!interaction.isChatInputCommand()) return;
    const components = [{ type: 18, label: "Pick", component: input(scene.guild) }];
    const data = { custom_id: "form", title: "Form", components };
    const route = Routes.interactionCallback(interaction.id, interaction.token);
    const body = { type: InteractionResponseType.Modal, data };
    shown.push(outcomeOf(scene.rest.post(route, { body, auth: false })));
  };
  const scene = await setScene({
    commands: [setUp],
    onInteraction: async (interaction) => {
      show(interaction);
      if (!interaction.isModalSubmit()) return;
      submits.push({
        channels: interaction.fields.fields.get("pick")?.type === 8 && [
          ...(interaction.fields.getSelectedChannels("pick")?.keys() ?? []),
        ],
        roles: interaction.fields.fields.get("pick")?.type === 6 && [
          ...(interaction.fields.getSelectedRoles("pick")?.keys() ?? []),
        ],
      });
      await interaction.reply("taken");
    },
  });
  const open = async () => {
    const interaction = await scene.alice.command(scene.channelId, "set-up");
    await expect.poll(() => shown.length).toBe(1);
    return { interaction, refusal: await shown[0] };
  };
  return { ...scene, submits, open };
}

function channelSelect(ids: string[], more: object = {}): object {
  const default_values = ids.map((id) => ({ id, type: "channel" }));
  return { type: 8, custom_id: "pick", required: false, min_values: 0, default_values, ...more };
}

test("what stands in a select of channels is what is sent, unless somebody chooses another", async () => {
  const scene = await setModalScene(({ channels: [first] }) => channelSelect([first?.id ?? ""]));
  const { interaction } = await scene.open();

  await (await scene.alice.submit(interaction)).message();
  await (await scene.alice.submit(interaction, { pick: [scene.guild.channel("warnings").id] })).message();
  await (await scene.alice.submit(interaction, { pick: [] })).message();

  expect(scene.submits.map(({ channels }) => channels)).toEqual([
    [scene.channelId],
    [scene.guild.channel("warnings").id],
    [],
  ]);
  expect(scene.standIn.problems).toEqual([]);
});

test("a channel that was deleted while it stood in the modal is not sent", async () => {
  const scene = await setModalScene((guild) => channelSelect([guild.channel("warnings").id]));
  const { interaction } = await scene.open();

  scene.guild.deleteChannel(scene.guild.channel("warnings").id);
  await (await scene.alice.submit(interaction)).message();

  expect(scene.submits).toMatchObject([{ channels: [] }]);
});

test("a select offers the guild's own channels of its types, and nothing else", async () => {
  const scene = await setModalScene(() => channelSelect([], { channel_types: [channelType.text] }));
  const elsewhere = scene.standIn.addGuild({ name: "Elsewhere" }).channel("general");
  const voice = scene.guild.addChannel("Lounge", channelType.voice);
  const { interaction } = await scene.open();

  for (const id of [elsewhere.id, voice.id, "1100000000000000009"]) {
    await expect(scene.alice.submit(interaction, { pick: [id] })).rejects.toThrow(`does not offer ${id}`);
  }
});

test("a select of roles offers every role but @everyone, and counts", async () => {
  const scene = await setModalScene(() => ({ type: 6, custom_id: "pick", max_values: 2 }));
  const [first, second, third] = ["A", "B", "C"].map((name) => scene.guild.addRole(name).id);
  const { interaction } = await scene.open();
  const choose = (...ids: (string | undefined)[]) =>
    scene.alice.submit(interaction, { pick: ids.map((id) => id ?? "") });

  await expect(choose(scene.guild.id)).rejects.toThrow("does not offer");
  await expect(choose(first, second, third)).rejects.toThrow("1 to 2 choices, not 3");
  await expect(choose()).rejects.toThrow("1 to 2 choices, not 0");
  await (await choose(first, second)).message();

  expect(scene.submits).toMatchObject([{ roles: [first, second] }]);
});

test.each<[string, object, string]>([
  ["more chosen than may be", { max_values: 1 }, "BASE_TYPE_BAD_LENGTH"],
  ["one chosen twice", { max_values: 5 }, "SELECT_COMPONENT_DEFAULT_VALUE_DUPLICATED"],
])("a modal with %s beforehand is refused", async (_what, more, code) => {
  const scene = await setModalScene((guild) => {
    const { id } = guild.channel("warnings");
    return channelSelect([id, id], more);
  });

  const { refusal } = await scene.open();

  expect(refusal).toMatchObject({ status: 400, code: 50035 });
  expect(JSON.stringify(refusal)).toContain(code);
  expect(scene.standIn.problems).toHaveLength(1);
});

test("a modal with a role beforehand where channels are chosen is refused", async () => {
  const scene = await setModalScene(() => ({
    ...channelSelect([]),
    default_values: [{ id: "1100000000000000009", type: "role" }],
  }));

  expect((await scene.open()).refusal).toMatchObject({ status: 400, code: 50035 });
});

test("an interaction names the roles of the person who acts, as they are now", async () => {
  const scene = await setModalScene(() => channelSelect([]));
  const role = scene.guild.addRole("Makers");

  const before = (await scene.open()).interaction.payload;
  scene.guild.changeMember(scene.alice.userId, { roles: [role.id] });
  const after = (await scene.alice.command(scene.channelId, "set-up")).payload;

  expect(before).toMatchObject({ member: { roles: [] } });
  expect(after).toMatchObject({ member: { roles: [role.id] } });
});
