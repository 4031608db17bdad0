import { expect, test } from "vitest";
import type { Fault } from "../../sandbox/stand-ins/discord/faults.ts";
import type { FormValues } from "../../src/chat/form/field.ts";
import type { OpenForm } from "../../src/chat/form/form.ts";
import { setupForm, setupListing } from "./setup-form.ts";
import { aStartedBot, dispatchOf } from "./started-bot.ts";

const replicas = [
  { value: "r1", label: "Anna" },
  { value: "r2", label: "Bela" },
];

/** A member with the form on the screen as `open` says, and a promise of what is sent. */
async function anOpenForm(
  open: (place: { channelId: string; roleIds: string[] }) => Partial<OpenForm>,
  fault?: Omit<Fault, "match">,
) {
  const sent = Promise.withResolvers<FormValues>();
  let openForm: OpenForm = { form: setupForm, command: "persona-setup", formId: "f1", values: {} };
  const bot = await aStartedBot(
    dispatchOf({
      command: (_interaction, answering) => answering.openForm(openForm),
      async form({ values }, answering) {
        await answering.answer({ tone: "success", title: "Saved" });
        sent.resolve(values);
      },
    }),
    { commands: [setupListing] },
  );
  const roleIds = ["Makers", "Editors"].map((name) => bot.guild.addRole(name).id);
  openForm = { ...openForm, ...open({ channelId: bot.channelId, roleIds }) };
  if (fault) bot.standIn.fault({ match: /^POST \/interactions/, ...fault });
  const opened = await bot.ada.command(bot.channelId, "persona-setup");
  return { ...bot, roleIds, opened, sent: sent.promise };
}

test("a channel, roles and one of the offered choices are chosen and come back by their ids", async () => {
  const { ada, guild, roleIds, opened, sent, standIn } = await anOpenForm(() => ({
    choices: { replica: replicas },
  }));
  const warnings = guild.channel("warnings").id;

  await ada.submit(opened, { key: "tvs_1", warnings: [warnings], managers: roleIds, replica: ["r2"] });

  expect(await sent).toEqual({ key: "tvs_1", warnings, managers: roleIds, replica: "r2" });
  expect(standIn.problems).toEqual([]);
});

test("what was chosen before stands in the form and comes back when nobody changes it", async () => {
  const { ada, channelId, roleIds, opened, sent, standIn } = await anOpenForm(({ channelId, roleIds }) => ({
    choices: { replica: replicas },
    values: { key: "tvs_1", warnings: channelId, managers: roleIds, replica: "r2" },
  }));

  const modal = await opened.modal();
  await ada.submit(opened);

  expect(modal.fields.map(({ prefilled }) => prefilled)).toEqual(["", [channelId], ["r2"], roleIds]);
  expect(await sent).toEqual({ warnings: channelId, managers: roleIds, replica: "r2" });
  expect(standIn.problems).toEqual([]);
});

test.each([
  ["refuses", { answer: { status: 400, body: { code: 50035, message: "Invalid Form Body" } } }],
  ["fails over", { times: 2, answer: { status: 500, body: { code: 0, message: "500" } } }],
])("where Discord %s a form for what was chosen before, it opens without that", async (_, fault) => {
  const values = ({ channelId, roleIds }: { channelId: string; roleIds: string[] }) => ({
    values: { warnings: channelId, managers: roleIds, replica: "r2" },
  });
  const { ada, opened, sent } = await anOpenForm(values, fault);

  const modal = await opened.modal();
  await ada.submit(opened);

  expect(modal.fields.map(({ prefilled }) => prefilled)).toEqual(["", [], "r2", []]);
  expect(await sent).toEqual({ replica: "r2" });
});

test("everything taken away is absent", async () => {
  const { ada, opened, sent, standIn } = await anOpenForm(({ channelId, roleIds }) => ({
    choices: { replica: replicas },
    values: { warnings: channelId, managers: roleIds, replica: "r2" },
  }));

  await ada.submit(opened, { warnings: [], managers: [], replica: [] });

  expect(await sent).toEqual({});
  expect(standIn.problems).toEqual([]);
});

test("where nothing is offered the choice is typed", async () => {
  const { ada, opened, sent, standIn } = await anOpenForm(() => ({ values: { replica: "r9" } }));

  const modal = await opened.modal();
  await ada.submit(opened, { replica: "r10" });

  expect(modal.field("replica")).toMatchObject({ type: 4, prefilled: "r9" });
  expect(await sent).toEqual({ replica: "r10" });
  expect(standIn.problems).toEqual([]);
});

test("of the server's channels only those for text are offered", async () => {
  const { ada, guild, opened } = await anOpenForm(() => ({}));
  const voice = guild.addChannel("Lounge", 2);
  const news = guild.addChannel("news", 5);

  await expect(ada.submit(opened, { warnings: [voice.id] })).rejects.toThrow("does not offer");
  const submission = await ada.submit(opened, { warnings: [news.id] });

  expect(await submission.message()).toMatchObject({ embeds: [{ title: "Saved" }] });
});
