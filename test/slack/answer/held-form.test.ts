import { expect, test, vi } from "vitest";
import { holdWhile } from "../../../src/chat/dispatch/hold-while.ts";
import type { Answering, Interaction } from "../../../src/chat/interaction.ts";
import type { Reply } from "../../../src/chat/reply.ts";
import { anOpenForm } from "../sample-form.ts";
import { channel, type Handlers, startSlack } from "../setup.ts";

const refusal: Reply = { tone: "failure", title: "Not allowed", text: "Only admins may do this." };
const startMessage: Reply = {
  tone: "neutral",
  title: "Press",
  buttons: [{ label: "Open", action: "open", state: "1" }],
};

/** Slack takes so long to say who somebody is that a place is held: after the least time. */
const slow = { answerMs: 900, holdAfterMs: 0 };

/** Admins get the form, as dispatch gives it: a place is held while Slack is asked who they are. */
async function openForAdmins(
  { member }: Interaction,
  answering: Answering,
  holdAfterMs?: number,
): Promise<void> {
  const role = await holdWhile(member.role(), answering, holdAfterMs);
  if (role === "admin") await answering.openForm(anOpenForm());
  else await answering.answer(refusal);
}

const openSlowly = (interaction: Interaction, answering: Answering) =>
  openForAdmins(interaction, answering, slow.holdAfterMs);
const bySlowCommand: Handlers = {
  command: openSlowly,
  form: (_interaction, answering) => answering.acceptForm(),
};

async function startSlow(handlers: Handlers = bySlowCommand) {
  const ended = Promise.withResolvers<void>();
  const world = await startSlack({
    ...handlers,
    command: async (...given) => {
      await handlers.command?.(...given);
      ended.resolve();
    },
  });
  world.standIn.fail("users.info", { delayMs: slow.answerMs });
  const loading = (userId: string) =>
    world.standIn.until(() =>
      world.standIn.openViews(userId).find((view) => titleOf(view) === "One moment…"),
    );
  /** Resolves when the first command has been answered in full. */
  return { ...world, loading, ended: () => ended.promise };
}

const titleOf = ({ definition }: { definition: object }) =>
  "title" in definition ? Reflect.get(definition.title ?? {}, "text") : undefined;
const formOf = ({ definition }: { definition: { callback_id?: string | undefined } }) =>
  definition.callback_id;
const isForm = "pf1:form:persona-create";

test("a form whose person is not known in time opens in a modal that says so, and can be sent", async () => {
  const { standIn, loading, seen } = await startSlow();
  const person = standIn.person("U0ADA");
  const command = await person.command(channel, "/persona-create");
  const view = await loading("U0ADA");

  await standIn.until(() => formOf(view) === isForm || undefined);
  await (await person.submit(await person.fill(view, { name: "Ada" }))).acked();

  expect((await command.acked()).payload).toEqual({});
  expect(view.isOpen).toBe(false);
  expect(seen.map(({ kind }) => kind)).toEqual(["command", "form"]);
  expect(command.messages()).toEqual([]);
  expect(standIn.problems).toEqual([]);
});

test("a form that is ready in time opens at once", async () => {
  const { standIn } = await startSlack({ command: (...given) => openForAdmins(...given) });
  const calls: string[] = [];
  standIn.onEvent(({ what }) => void calls.push(what));

  const view = await (await standIn.person("U0ADA").command(channel, "/persona-create")).view();

  expect(formOf(view)).toBe(isForm);
  expect(calls).not.toContain("views.update");
});

test("a refusal that comes late stands in the modal and where answers stand", async () => {
  const { standIn, loading } = await startSlow();
  const command = await standIn.person("U0MIA").command(channel, "/persona-create");
  const view = await loading("U0MIA");

  await standIn.until(() => JSON.stringify(view.blocks).includes("Only admins may do this.") || undefined);

  expect(view.definition).not.toHaveProperty("submit");
  expect(await command.message()).toMatchObject({ text: expect.stringContaining("Not allowed") });
  expect(standIn.problems).toEqual([]);
});

test("whoever closes the modal finds the form behind a button", async () => {
  const { standIn, loading } = await startSlow();
  const person = standIn.person("U0ADA");
  const command = await person.command(channel, "/persona-create");
  person.closeView(await loading("U0ADA"));

  const { text, blocks } = await command.message();

  expect(text).toContain("The form is ready");
  expect(JSON.stringify(blocks)).toContain("pf1:open:f0rm");
  expect(standIn.openViews("U0ADA")).toEqual([]);
  expect(standIn.problems).toEqual([]);
});

test("a modal that opened although Slack's answer was lost becomes the form", async () => {
  const { standIn, loading } = await startSlow();
  standIn.fail("views.open", { drop: "after" });
  const command = await standIn.person("U0ADA").command(channel, "/persona-create");

  const view = await loading("U0ADA");
  await standIn.until(() => formOf(view) === isForm || undefined);

  expect(standIn.openViews("U0ADA")).toEqual([view]);
  expect(command.messages()).toEqual([]);
});

test("a failure after the form has opened leaves the form alone", async () => {
  const { standIn, loading, ended } = await startSlow({
    async command(interaction, answering) {
      await openSlowly(interaction, answering);
      await answering.answer(refusal);
    },
  });
  const command = await standIn.person("U0ADA").command(channel, "/persona-create");
  const view = await loading("U0ADA");

  await ended();

  expect(formOf(view)).toBe(isForm);
  expect(command.messages()).toMatchObject([{ text: expect.stringContaining("Not allowed") }]);
});

test("a change of the form whose answer was lost is repeated, and nothing is said besides", async () => {
  const { standIn, loading, ended } = await startSlow();
  standIn.fail("views.update", { drop: "after" });
  const command = await standIn.person("U0ADA").command(channel, "/persona-create");
  const view = await loading("U0ADA");

  await ended();

  expect(formOf(view)).toBe(isForm);
  expect(command.messages()).toEqual([]);
});

test("a button's form waits in a modal, too, and a refusal takes the message's place", async () => {
  const { standIn, loading } = await startSlow({
    command: (_interaction, answering) => answering.answer(startMessage),
    button: openSlowly,
  });
  const [ada, mia] = [standIn.person("U0ADA"), standIn.person("U0MIA")];
  const asked = await Promise.all([ada, mia].map((each) => each.command(channel, "/persona-show")));
  const [adasMessage, miasMessage] = await Promise.all(asked.map((each) => each.message()));
  standIn.clearFaults();
  standIn.fail("users.info", { delayMs: slow.answerMs, times: 2 });
  if (!adasMessage || !miasMessage) throw new Error("there is no message");

  await Promise.all([ada.press(adasMessage, "Open"), mia.press(miasMessage, "Open")]);
  const [adasView, miasView] = await Promise.all([loading("U0ADA"), loading("U0MIA")]);
  await standIn.until(() => formOf(adasView) === isForm || undefined);
  await standIn.until(() => titleOf(miasView) === "No form this time" || undefined);

  await vi.waitFor(() => expect(miasMessage.text).toContain("Not allowed"));
  expect(adasMessage.text).toContain("Press");
  expect(standIn.problems).toEqual([]);
});
