import type { APIModalInteractionResponseCallbackData } from "discord.js";
import { expect, test } from "vitest";
import { openModal } from "../../../src/discord/answer/open-modal.ts";
import { OutsideError } from "../../../src/errors.ts";
import { personaForm } from "../samples.ts";

const refused = new OutsideError("Discord takes no more than 4000 characters.");

function valueIn({ components }: APIModalInteractionResponseCallbackData): string {
  return Reflect.get(Reflect.get(components[3] ?? {}, "component"), "value");
}

/** What Discord is shown of this prompt, one after the other, where it takes those that `isTaken`. */
async function shownOf(prompt: string, isTaken: (value: string) => boolean) {
  const shown: string[] = [];
  const open = { form: personaForm, command: "persona-create", formId: "f1", values: { prompt } };
  const opened = openModal(open, async (modal) => {
    shown.push(valueIn(modal));
    if (!isTaken(valueIn(modal))) throw refused;
    return "opened";
  });
  return { shown, outcome: await opened.catch((error: unknown) => error) };
}

const faces = "😀".repeat(3000);

test.each([
  { counts: "code points", isTaken: (value: string) => [...value].length <= 4000, tries: 1 },
  { counts: "UTF-16 units", isTaken: (value: string) => value.length <= 4000, tries: 2 },
])("where Discord counts $counts the form opens, with as much of what was typed as it takes", async ({
  isTaken,
  tries,
}) => {
  const { shown, outcome } = await shownOf(faces, isTaken);

  expect(outcome).toBe("opened");
  expect(shown).toHaveLength(tries);
  expect(shown[0]).toBe(faces);
  expect(shown.at(-1)).toMatch(tries === 1 ? /^😀+$/u : /^😀+\n… \d+ more characters do not fit here\.$/u);
});

test("what is refused for another reason is not tried again with the same", async () => {
  const { shown, outcome } = await shownOf("Be kind.", () => false);

  expect({ shown, outcome }).toEqual({ shown: ["Be kind."], outcome: refused });
});
