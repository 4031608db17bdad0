import { expect, test } from "vitest";
import {
  contentKeys,
  contentOfEach,
  fieldOf,
  textInputOf,
  textKeys,
  typedKeys,
} from "../../src/personas/content/each-field.ts";
import { forEachEngine } from "../support/databases.ts";
import { pressIn, workspace } from "../support/persona-bot.ts";
import { answerIn } from "../support/recording-answering.ts";
import { aBotWithSample, look, openEdit } from "./field-bot.ts";

forEachEngine((_, open) => {
  test("each field that is to be shown is, and stands in the files of a conflict", async () => {
    const { person, id, content } = await aBotWithSample(open);
    const forms = [await openEdit(person, id), await openEdit(person, id)] as const;
    await person.send(forms[0], { prompt: "Mine" });

    const late = answerIn(await person.send(forms[1], { prompt: "Some prompt (0)", name: "Late" }));
    const shown = JSON.stringify(answerIn(await person.run("persona-show", { persona: id })));

    for (const key of typedKeys) {
      const { words, shown: isShown, inVersion } = fieldOf(key);
      const text = key === "prompt" ? "Mine" : words(content[key]);
      if (isShown) expect(shown, key).toContain(text);
      if (inVersion) expect(late.files?.[1]?.text, key).toContain(text);
    }
  });

  test("texts as long as their boxes take are shown within both platforms' limits", async () => {
    const { person, id } = await aBotWithSample(open);
    const longest = textKeys.map((key) => [textInputOf(key).key, "x".repeat(textInputOf(key).maxLength)]);
    await person.send(await openEdit(person, id), Object.fromEntries(longest));

    // Whoever is answered checks the limits.
    const shown = answerIn(await person.run("persona-show", { persona: id }));

    for (const key of textKeys) {
      const { label, shown: isShown } = fieldOf(key);
      if (isShown?.as === "text") expect(shown.text).toMatch(new RegExp(`^${label}\\b`, "m"));
    }
  });

  test("each field that is to be exported is, and no other", async () => {
    const { bot, content } = await aBotWithSample(open);

    const { text } = await bot.services.exportTeam(workspace, "");

    const [exported] = JSON.parse(text).personas;
    for (const key of contentKeys) {
      if (fieldOf(key).isExported) expect(exported[key], key).toEqual(content[key] ?? null);
      else expect(exported, key).not.toHaveProperty(key);
    }
  });

  test("a deletion empties what is to be emptied, and nothing else", async () => {
    const { bot, person, id, content } = await aBotWithSample(open);

    await pressIn(person, await person.run("persona-delete", { persona: id }), "Delete here only");

    const left = contentOfEach(({ isEmptied, initial }, key) => (isEmptied ? initial : content[key]));
    expect((await look(bot)).content).toEqual(left);
  });
});
