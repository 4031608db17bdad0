import { expect, test } from "vitest";
import { blockLimits } from "../../../src/slack/render/block-limits.ts";
import { anOpenForm } from "../sample-form.ts";
import { channel, done, type Handlers, startSlack } from "../setup.ts";

/** As much as one field takes, in letters of which each has three bytes. */
const long = "語".repeat(blockLimits.inputText);

/** A form with more in it than Slack takes over a socket at once. */
async function submitted(handlers: Handlers) {
  const values = { prompt: long };
  const slack = await startSlack({
    command: (_interaction, answering) => answering.openForm(anOpenForm({ values, notice: long })),
    ...handlers,
  });
  const person = slack.standIn.person("U0MIA");
  const view = await person.fill(await person.command(channel, "/persona-create"), { name: "Ada" });
  return { ...slack, person, view };
}

test("an answer longer than an acknowledgement may be comes all the same, once, and the socket stays", async () => {
  const { standIn, disconnected } = await startSlack({
    command: (_interaction, answering) => answering.answer({ ...done, text: long.repeat(3) }),
  });

  const command = await standIn.person("U0MIA").command(channel, "/persona-show");
  const message = await command.message();
  const again = standIn.deliver(command.payload, { id: command.id });

  expect((await command.acked()).payload).toEqual({});
  expect((await again.acked()).payload).toEqual({});
  expect(JSON.stringify(message)).toContain(long);
  expect(command.messages()).toHaveLength(1);
  expect(disconnected).toEqual([]);
  expect(standIn.problems).toEqual([]);
});

test("a form longer than an acknowledgement may be is kept as it is, and says so beside its first field", async () => {
  const goOn = Promise.withResolvers<void>();
  const { standIn, person, view, disconnected } = await submitted({
    async form({ values }, answering) {
      await answering.keepForm({ notice: "This takes longer.", values, reply: done });
      await goOn.promise;
      await answering.acceptForm();
    },
  });

  await (await person.submit(view)).acked();

  expect(view.errors).toEqual({ name: "This takes longer." });
  expect(JSON.stringify(view.definition)).toContain(long);
  goOn.resolve();
  await standIn.until(() => (JSON.stringify(view.blocks).includes("can be closed") ? true : undefined));
  expect(disconnected).toEqual([]);
  expect(standIn.problems).toEqual([]);
});

test("a form of an older version with more in it than an acknowledgement holds stays open, to be copied from", async () => {
  const { standIn, person, view, disconnected } = await submitted({
    form: (_interaction, answering) => answering.refuseForm({ name: "Again." }, done),
  });
  const { payload } = await person.submit(view);
  const typed = Object.fromEntries(["a", "b", "c"].map((id) => [id, { [id]: { value: long } }]));
  const old = { ...view.definition, id: view.id, callback_id: "pf0:form:persona-create" };

  await standIn
    .deliver({ ...payload, trigger_id: "2.2.older", view: { ...old, state: { values: typed } } })
    .acked();

  expect(view.errors?.name).toMatch(/older version .* Copy/);
  expect(disconnected).toEqual([]);
  expect(standIn.problems).toEqual([]);
});
