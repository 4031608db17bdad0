import { expect, test } from "vitest";
import { aPayload } from "../samples.ts";
import { aStartedBot } from "../started-bot.ts";

/** What somebody is answered who does something that Discord delivers this way. */
async function answerTo(type: number, data: object | undefined) {
  const { standIn, channelId, guild, ada, reports } = await aStartedBot(async () => undefined);
  const payload = aPayload(type, data ?? {}, {
    ...(data === undefined && { data }),
    id: standIn.nextId(),
    application_id: standIn.applicationId,
    token: "a-token-of-its-own",
    guild_id: guild.id,
    channel_id: channelId,
    member: { user: { id: ada.userId }, permissions: null, roles: null },
  });
  const interaction = standIn.dispatchInteraction(payload);
  const answer = await interaction.answered();
  return { answer, interaction, lines: reports.lines.join(""), problems: standIn.problems };
}

test.each([
  ["a command with a new kind of option", 2, { name: "persona-list", options: null }],
  ["a press on a new kind of component", 3, { component: { id: 7 } }],
  ["a press without a word about what was pressed", 3, undefined],
])("%s that cannot be read is answered all the same, and the log says so", async (_what, type, data) => {
  const { answer, lines, problems } = await answerTo(type, data);

  expect(answer).toMatchObject({
    type: 4,
    data: { flags: 64, embeds: [{ title: "I could not read what Discord sent" }] },
  });
  expect(lines).toContain("an interaction came from Discord that could not be read");
  expect(problems).toEqual([]);
});

test("what was typed into a form that cannot be read comes back in the answer", async () => {
  const { interaction } = await answerTo(5, {
    custom_id: "pf1:form:persona-create:f1",
    components: [
      { type: 18, component: { type: 4, custom_id: "name", value: "Ada" } },
      { type: 18, component: { type: 99, custom_id: "mood", value: { since: 2027 } } },
    ],
  });

  const [file] = (await interaction.message()).attachments;
  expect(file?.filename).toBe("your-text.txt");
  expect(Buffer.from(file?.bytes ?? []).toString()).toBe("Name\n\nAda\n");
});

test("what was typed into the options of a command that cannot be read comes back as well", async () => {
  const { interaction } = await answerTo(2, {
    name: "persona-create",
    options: [
      { type: 3, name: "replica", value: "r90bbd427f71" },
      { type: 99, name: "mood", value: { since: 2027 } },
    ],
    resolved: { messages: { 1: { embeds: [{ fields: [{ name: "Not", value: "typed" }] }] } } },
  });

  const [file] = (await interaction.message()).attachments;
  expect(Buffer.from(file?.bytes ?? []).toString()).toBe("Replica\n\nr90bbd427f71\n");
});

test("suggestions that are asked for in a way that cannot be read are none", async () => {
  const { answer } = await answerTo(4, { name: "persona-list", options: "?" });

  expect(answer).toMatchObject({ type: 8, data: { choices: [] } });
});
