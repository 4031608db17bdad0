import { expect, test } from "vitest";
import { encodeButton } from "../../../src/chat/button-code.ts";
import { FormRefused } from "../../../src/chat/form/form-refused.ts";
import { GoneError, UserError } from "../../../src/errors.ts";
import { openedForm, refusalIn } from "../../support/recording-answering.ts";
import {
  aCommand,
  aDispatcher,
  aMember,
  aPress,
  aSubmission,
  greeting,
} from "../../support/test-dispatcher.ts";

/** Why a form is refused, and what may help then: on Discord, where the modal is closed and holds no option of the command. */
const refused: { [why: string]: { because: Error | "right"; says: RegExp; isOpenedAgain: boolean } } = {
  "a field": {
    because: new FormRefused({ name: "Shorter." }),
    says: /change this and send/,
    isOpenedAgain: true,
  },
  "an option and a field": {
    because: new FormRefused({ whom: "Who?", name: "Shorter." }),
    says: /change this and send/,
    isOpenedAgain: true,
  },
  "an option": {
    because: new FormRefused({ whom: "Who?" }),
    says: /Run the command again/,
    isOpenedAgain: false,
  },
  "a rule": {
    because: new UserError("Today's limit is reached."),
    says: /open the form again to see it/,
    isOpenedAgain: true,
  },
  "a right that is gone": { because: "right", says: /open the form again to see it/, isOpenedAgain: true },
  "what it was about": { because: new GoneError("It is not here."), says: /lost\.$/, isOpenedAgain: false },
  "the database": {
    because: new Error("away"),
    says: /open the form again and send it/,
    isOpenedAgain: true,
  },
};

test.each(
  Object.keys(refused),
)("a form that is refused by %s promises no more than helps, and what was typed is reached", async (why) => {
  const { because, says, isOpenedAgain } = refused[why] ?? {
    because: "right",
    says: /^$/,
    isOpenedAgain: false,
  };
  const command = greeting({
    run: async () => {
      throw because;
    },
  });
  const bot = aDispatcher({
    commands: [command],
    refusal: async () => (because === "right" ? { sentence: "Ask an admin." } : undefined),
  });
  const member = aMember({ platform: "discord" });

  const { reply } = refusalIn(
    await bot.take(aSubmission({ member, values: { mood: "kind", name: "Ada", words: "An hour's text" } })),
  );

  expect(reply.text).toMatch(says);
  expect(reply.buttons?.map(({ label }) => label) ?? []).toEqual(isOpenedAgain ? ["Open again"] : []);
  const filed = reply.files?.map(({ text }) => text).join() ?? "";
  // A button that may not be pressed with success leads nowhere.
  const isReached = says.source.includes("change this") || filed.includes("An hour's text");
  expect(isReached).toBe(true);
});

test("what stood above a form stands there again, however it was opened and refused", async () => {
  const notice = "Its prompt is kept unless you type a new one.";
  const command = greeting({ fill: async () => ({ values: {}, notice }) });
  const bot = aDispatcher({ commands: [command] });
  const first = openedForm(await bot.take(aCommand()));
  expect(first.notice).toBe(notice);

  for (const round of [1, 2]) {
    await bot.take({ ...aSubmission({ values: { name: "" } }), formId: first.formId } as never);
    const again = openedForm(await bot.take(aPress(encodeButton({ action: "open", state: first.formId }))));
    expect(again.notice, `round ${round}`).toBe(notice);
  }
});
