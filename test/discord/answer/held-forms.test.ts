import { expect, test } from "vitest";
import type { OpenForm } from "../../../src/chat/form/form.ts";
import { setupForm, setupListing } from "../setup-form.ts";
import { aStartedBot, dispatchOf } from "../started-bot.ts";

const open: OpenForm = {
  form: setupForm,
  command: "persona-setup",
  formId: "f1",
  values: {},
  choices: { replica: [{ value: "r1", label: "Anna" }] },
};
const options = { commands: [setupListing] };

test("a form that was held opens from a button, whole", async () => {
  const { ada, channelId, standIn } = await aStartedBot(
    dispatchOf({
      async command(_interaction, answering) {
        await answering.holdForm();
        await answering.openForm(open);
      },
      button: (_interaction, answering) => answering.openForm(open),
    }),
    options,
  );
  const slow = await ada.command(channelId, "persona-setup");

  const ready = await slow.settled();
  const press = await ada.press(ready, "Open Set up");

  expect(ready).toMatchObject({ embeds: [{ title: "The form is ready" }], visibleTo: ada.userId });
  expect((await press.modal()).field("replica").options).toMatchObject([{ label: "Anna" }]);
  expect(standIn.problems).toEqual([]);
});

test("a held form that does not open after all gives way to the answer", async () => {
  const { ada, channelId, standIn } = await aStartedBot(
    dispatchOf({
      async command(_interaction, answering) {
        await answering.holdForm();
        await answering.answer({ tone: "failure", title: "Not allowed" });
      },
    }),
    options,
  );

  const refused = await ada.command(channelId, "persona-setup");

  expect(await refused.settled()).toMatchObject({ embeds: [{ title: "Not allowed" }] });
  expect(ada.messages(channelId)).toHaveLength(1);
  expect(standIn.problems).toEqual([]);
});

test("a form held for a press on a private message takes that message's place", async () => {
  const { ada, channelId, standIn } = await aStartedBot(
    dispatchOf({
      command: (_interaction, answering) =>
        answering.answer({
          tone: "neutral",
          title: "Status",
          buttons: [{ label: "Set up", action: "setup", state: "1" }],
        }),
      async button({ code }, answering) {
        if (code.includes("setup")) await answering.holdForm();
        await answering.openForm(open);
      },
    }),
    options,
  );
  const status = await ada.command(channelId, "persona-setup");

  const held = await ada.press(status, "Set up");
  await held.answered();
  await expect
    .poll(() => ada.messages(channelId))
    .toMatchObject([{ embeds: [{ title: expect.stringMatching(/ready/) }] }]);
  const press = await ada.press(await status.message(), "Open Set up");

  expect((await press.modal()).title).toBe("Set up");
  expect(standIn.problems).toEqual([]);
});

test("a form that was held, of which Discord never said that it took it, opens from a button", async () => {
  const { ada, channelId, standIn } = await aStartedBot(
    dispatchOf({
      async command(_interaction, answering) {
        await expect(answering.holdForm()).rejects.toThrow("could not be reached");
        await answering.openForm(open);
      },
    }),
    options,
  );
  standIn.fault({ match: /^POST \/interactions/, drop: "after" });
  standIn.fault({ match: /^POST \/interactions/, drop: "before" });

  const slow = await ada.command(channelId, "persona-setup");

  expect(await slow.settled()).toMatchObject({ embeds: [{ title: "The form is ready" }] });
});

test("a form that Discord opened without ever having said so stands there whole, and can still be followed by an answer", async () => {
  const said = Promise.withResolvers<boolean>();
  const { ada, channelId, standIn } = await aStartedBot(
    dispatchOf({
      async command({ channelId: warnings }, answering) {
        await answering.openForm({ ...open, values: { warnings } });
        said.resolve(await answering.answer({ tone: "failure", title: "Something else failed" }));
      },
    }),
    options,
  );
  standIn.fault({ match: /^POST \/interactions/, drop: "after" });
  standIn.fault({ match: /^POST \/interactions/, drop: "before" });

  const opened = await ada.command(channelId, "persona-setup");

  expect((await opened.modal()).field("warnings").prefilled).toEqual([channelId]);
  expect(await said.promise).toBe(true);
  await expect
    .poll(() => ada.messages(channelId))
    .toMatchObject([{ embeds: [{ title: "Something else failed" }] }]);
});
