import { expect, test } from "vitest";
import { keptForm, typedNote } from "../../../src/chat/form/keep-form.ts";
import { personaSetupForm } from "../../../src/commands/persona-setup/persona-setup.ts";
import { aSubmission } from "../../support/test-dispatcher.ts";

const key = "the-teams-own-key-4f2a";

function sent(tavus_key: string) {
  const interaction = aSubmission({ command: personaSetupForm.name, values: { tavus_key, channel: "C9" } });
  if (interaction.kind !== "form") throw new Error("It is no form.");
  return interaction;
}

test("a key that was typed is not said to be in the file that holds the rest", () => {
  const kept = keptForm(personaSetupForm, sent(key));
  const note = typedNote(personaSetupForm, sent(key));

  expect(JSON.stringify([kept, note])).not.toContain(key);
  expect([kept.reply.notes, note.notes]).toEqual([
    ["What you typed is in your-text.txt until then.", "“Tavus API key” is not in it."],
    ["What you typed is in your-text.txt.", "“Tavus API key” is not in it."],
  ]);
});

test("where none was typed nothing is left out", () => {
  expect(typedNote(personaSetupForm, sent("")).notes).toEqual(["What you typed is in your-text.txt."]);
});
