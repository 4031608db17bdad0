import { type Interaction, Routes } from "discord.js";
import { expect, test } from "vitest";
import { outcomeOf, restOf, setScene } from "./discord-test-bot.ts";

const commands = [
  {
    name: "make",
    description: "Make",
    options: [{ type: 3, name: "kind", description: "Kind", autocomplete: true }],
  },
];

async function setRawScene(onInteraction?: (interaction: Interaction) => Promise<unknown>) {
  const scene = await setScene({ commands, ...(onInteraction && { onInteraction }) });
  const callBack = ({ id, token }: { id: string; token: string }, body: unknown) =>
    outcomeOf(scene.rest.post(Routes.interactionCallback(id, token), { body, auth: false }));
  return { ...scene, callBack };
}

const text = (custom_id: string) => ({
  type: 18,
  label: custom_id,
  component: { type: 4, custom_id, style: 1 },
});
const modal = (components: unknown[]) => ({
  type: 9,
  data: { custom_id: "form", title: "Form", components },
});
const reply = (data: Record<string, unknown>) => ({ type: 4, data });
const button = (custom_id: string) => ({ type: 2, style: 1, label: custom_id, custom_id });
const displayed = (length: number) => ({ type: 10, content: "y".repeat(length) });
const row = (...components: unknown[]) => ({ type: 1, components });

test("an answer after three seconds is refused as unknown", async () => {
  const { standIn, alice, channelId, callBack } = await setRawScene();

  const interaction = await alice.command(channelId, "make", {}, { ageMs: 3100 });

  expect(await callBack(interaction, reply({ content: "late" }))).toMatchObject({ status: 404, code: 10062 });
  await expect(interaction.answered()).rejects.toThrow("did not answer within 3000 ms");
  expect(standIn.problems.map(({ message }) => message)).toContain("No answer within 3000 ms");
});

test("an interaction nobody knows is refused", async () => {
  const { standIn, callBack } = await setRawScene();

  const answer = await callBack({ id: standIn.nextId(), token: "nonsense" }, reply({ content: "x" }));

  expect(answer).toMatchObject({ status: 404, code: 10062 });
});

test("a second answer is refused, also when the interaction was delivered twice", async () => {
  const { standIn, errors, alice, channelId } = await setRawScene(async (interaction) => {
    if (interaction.isChatInputCommand()) await interaction.reply("once");
  });

  const interaction = await alice.command(channelId, "make");
  await interaction.answered();
  const again = standIn.dispatchInteraction(interaction.payload);
  await expect.poll(() => errors).toEqual([expect.objectContaining({ code: 40060, status: 400 })]);

  expect(again).toBe(interaction);
  expect(standIn.messages(channelId)).toHaveLength(1);
  expect(standIn.problems).toEqual([expect.objectContaining({ code: 40060 })]);
});

test.each([
  ["the very same after more than two seconds", "once", 2100, 0],
  ["the very same at once", "once", 0, 1],
  ["another one after more than two seconds", "twice", 2100, 1],
])("of a second answer, %s, the bot is to blame as far as it is no repetition of what it never heard of", async (_, content, waitedMs, blamed) => {
  const { standIn, alice, channelId, callBack } = await setRawScene();
  const interaction = await alice.command(channelId, "make");
  await callBack(interaction, reply({ content: "once" }));
  const answer = await interaction.answered();
  interaction.answer = { ...answer, ms: answer.ms - waitedMs };

  expect(await callBack(interaction, reply({ content }))).toMatchObject({ status: 400, code: 40060 });
  expect(standIn.problems).toHaveLength(blamed);
});

test.each([
  ["six labels", modal(["a", "b", "c", "d", "e", "f"].map(text)), "components"],
  ["two inputs of one id", modal([text("a"), text("a")]), "components.1.component.custom_id"],
  ["a label too long", modal([{ ...text("a"), label: "x".repeat(46) }]), "components.0.label"],
  [
    "min_values 0 on a required select",
    modal([
      {
        type: 18,
        label: "A",
        component: { type: 3, custom_id: "a", min_values: 0, options: [{ label: "A", value: "a" }] },
      },
    ]),
    "components.0.component.min_values",
  ],
  ["content of 2001", reply({ content: "x".repeat(2001) }), "content"],
  [
    "6001 embed characters",
    reply({ embeds: [{ description: "x".repeat(4000) }, { description: "x".repeat(2001) }] }),
    "embeds",
  ],
  ["an embed title of 257", reply({ embeds: [{ title: "x".repeat(257) }] }), "embeds.0.title"],
  [
    "six rows",
    reply({ components: ["a", "b", "c", "d", "e", "f"].map((id) => row(button(id))) }),
    "components",
  ],
  [
    "six buttons in a row",
    reply({ components: [row(...["a", "b", "c", "d", "e", "f"].map(button))] }),
    "components.0.components",
  ],
  [
    "two buttons of one id",
    reply({ components: [row(button("a"), button("a"))] }),
    "components.0.components.1.custom_id",
  ],
  [
    "content beside V2 components",
    reply({ flags: 32_768, content: "x", components: [{ type: 10, content: "y" }] }),
    "content",
  ],
  [
    "V2 text over 4000",
    reply({ flags: 32_768, components: [displayed(2000), displayed(2001)] }),
    "components",
  ],
  [
    "V2 components without the flag",
    reply({ components: [{ type: 10, content: "y" }] }),
    "components.0.type",
  ],
  [
    "contradicting mentions",
    reply({ content: "x", allowed_mentions: { parse: ["users"], users: ["123456789012345678"] } }),
    "allowed_mentions",
  ],
])("%s is an invalid form body", async (_, body, path) => {
  const { standIn, alice, channelId, callBack } = await setRawScene();

  const interaction = await alice.command(channelId, "make");
  const refusal = await callBack(interaction, body);

  expect(refusal).toMatchObject({ status: 400, code: 50035 });
  expect(refusal).toHaveProperty(`errors.data.${path}._errors`);
  expect(standIn.problems).toEqual([expect.objectContaining({ code: 50035, body })]);
  expect(interaction.answer).toBeUndefined();
});

test("only the legal first answers are taken", async () => {
  const { alice, channelId, callBack } = await setRawScene(async (interaction) => {
    if (interaction.isChatInputCommand())
      await interaction.showModal({ custom_id: "f", title: "F", components: [text("a")] });
  });
  const opened = await alice.command(channelId, "make");
  const submitted = await alice.submit(opened, { a: "x" });

  const refusals = [modal([text("a")]), { type: 6 }, { type: 8, data: { choices: [] } }, { type: 99 }];
  const answers = await Promise.all(refusals.map((body) => callBack(submitted, body)));

  expect(answers).toEqual(refusals.map(() => expect.objectContaining({ code: 50035 })));
  expect(await callBack(submitted, reply({ content: "fine" }))).toEqual(expect.anything());
});

test("suggestions beyond the limits are refused and deferral is not possible", async () => {
  const { client, alice, channelId, callBack } = await setRawScene();
  const asked = new Promise<{ id: string; token: string }>((resolve) => {
    client.once("interactionCreate", ({ id, token }) => resolve({ id, token }));
  });
  const choices = (count: number, value = "v") => ({
    type: 8,
    data: { choices: Array.from({ length: count }, (_, index) => ({ name: `n${index}`, value })) },
  });

  const suggestions = alice.suggest(channelId, "make", { kind: "x" });
  const interaction = await asked;

  expect(await callBack(interaction, choices(26))).toMatchObject({ code: 50035 });
  expect(await callBack(interaction, choices(1, "v".repeat(101)))).toMatchObject({ code: 50035 });
  expect(await callBack(interaction, { type: 5 })).toMatchObject({ code: 50035 });
  await callBack(interaction, choices(25));
  expect(await suggestions).toHaveLength(25);
});

test("an expired token edits nothing and an unanswered interaction has no messages", async () => {
  const { standIn, alice, channelId, callBack } = await setRawScene();
  const rest = restOf(standIn);
  const interaction = await alice.command(channelId, "make");
  const original = Routes.webhookMessage(standIn.applicationId, interaction.token, "@original");
  const edit = () => outcomeOf(rest.patch(original, { body: { content: "x" }, auth: false }));

  const before = await edit();
  await callBack(interaction, reply({ content: "first" }));
  interaction.expireToken();

  expect(before).toMatchObject({ status: 404, code: 10015 });
  expect(await edit()).toMatchObject({ status: 401, code: 50027 });
});

test("a wrong token and an unknown route are refused and noted", async () => {
  const { standIn } = await setRawScene();

  const unauthorized = await outcomeOf(restOf(standIn, "wrong").get(Routes.user("@me")));
  const unknown = await outcomeOf(restOf(standIn).get("/guilds/1/bans"));

  expect(unauthorized).toMatchObject({ status: 401 });
  expect(unknown).toMatchObject({ status: 404, code: 0 });
  expect(standIn.problems.map(({ where }) => where)).toEqual(["GET /users/@me", "GET /guilds/1/bans"]);
});
