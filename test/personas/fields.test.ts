import { describe, expect, test } from "vitest";
import { initialContent } from "../../src/personas/content/draft.ts";
import {
  calledIn,
  contentKeys,
  contentOfEach,
  fieldOf,
  syncFields,
  typedKeys,
} from "../../src/personas/content/each-field.ts";
import { fingerprintOf, isSameReading, ourContent } from "../../src/personas/content/fingerprint.ts";
import { unknownInTavus } from "../../src/personas/content/from-tavus.ts";
import { readThreeWays } from "../../src/personas/content/three-way.ts";
import { valueAt } from "../../src/tavus/pointer.ts";
import { forEachEngine } from "../support/databases.ts";
import { guild, pressIn, startPersonaBot, workspace } from "../support/persona-bot.ts";
import { answerIn } from "../support/recording-answering.ts";
import { aBotWithSample, expectBoth, look, openEdit } from "./field-bot.ts";
import { isAskedEarly, sampleContent, sampleOptions, sampleValues, withSent } from "./field-samples.ts";

test("each field has a key in forms of its own, and what differs is said in words", () => {
  const keys = typedKeys.map((key) => fieldOf(key).form?.key);

  expect(new Set(keys).size).toBe(keys.length);
  for (const key of contentKeys) expect(calledIn(key)).toMatch(/^[a-z ]+$/);
});

test("what Tavus does not know of a persona is imported as a new form has it", () => {
  const { promptIsWhole, ...others } = unknownInTavus;

  expect(promptIsWhole).toBe(true);
  expect(initialContent).toMatchObject(others);
});

test.each(
  syncFields,
)("where an older base does not know %s, an untouched persona reports nothing", (field) => {
  const ours = ourContent({ ...initialContent, ...sampleContent(0), id: "per_23456789ab" });
  const { [field]: _, ...older } = JSON.parse(fingerprintOf(ours));

  const { fields, base } = readThreeWays({
    base: JSON.stringify({ ...older, later: "x" }),
    theirs: ours,
    ours,
  });

  expect(fields).toEqual([]);
  expect(isSameReading(base, fingerprintOf(ours))).toBe(true);
});

forEachEngine((_, open) => {
  describe.each([workspace, guild])("in %s", (tenantId) => {
    test("each field that is typed comes to its column and to its place in Tavus", async () => {
      const { bot } = await aBotWithSample(open, tenantId);

      await expectBoth(bot, sampleContent(0));
    });

    test("an edit of another field keeps each", async () => {
      const { bot, person, id } = await aBotWithSample(open, tenantId);

      await person.send(await openEdit(person, id), { name: "Another name" });
      await expectBoth(bot, { ...sampleContent(0), name: "Another name" });
      await person.send(await openEdit(person, id), { description: "Another description" });

      const others = { name: "Another name", description: "Another description" };
      await expectBoth(bot, { ...sampleContent(0), ...others });
    });

    test("each field can be edited, in the form or as an option", async () => {
      const { bot, person, id } = await aBotWithSample(open, tenantId);
      const isOption = tenantId === guild ? isAskedEarly : () => false;
      const options = tenantId === guild ? sampleOptions(1) : {};

      await person.send(
        await openEdit(person, id, options),
        sampleValues(1, (key) => !isOption(key)),
      );

      const template = tenantId === guild ? { template: sampleContent(0).template } : {};
      await expectBoth(bot, { ...sampleContent(1), ...template });
    });
  });

  test.each([
    "after a sync",
    "before Tavus was ever read",
  ])("each field that is changed in Tavus %s is seen as a difference, and Keep theirs takes it", async (when) => {
    const { bot, person, id, content, tavus } = await aBotWithSample(open);
    if (when === "after a sync") await person.run("persona-sync");
    const theirs = { ...content, ...sampleContent(1) };
    bot.account.replaceDocument(tavus.id, withSent(tavus.document, { ...theirs, promptIsWhole: true, id }));

    const shown = await person.run("persona-show", { persona: id });
    const synced = await person.run("persona-sync");
    await pressIn(person, shown, "Keep theirs");

    const called = syncFields.map(calledIn).join(", ");
    expect(answerIn(shown).text).toContain(`Tavus differs in: ${called}.`);
    expect(answerIn(synced).text).toContain(`: ${called}`);
    const taken = contentOfEach((_, key) => theirs[key], syncFields);
    await expectBoth(bot, { ...content, ...taken, promptIsWhole: true });
    expect(answerIn(await person.run("persona-show", { persona: id })).text).not.toContain("differs");
  });

  test("an imported persona has each field from Tavus, or what the field says where Tavus has none, and an edit keeps it", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1", "admin");
    const sample = { ...initialContent, ...sampleContent(0), promptIsWhole: true, id: "per_23456789ab" };
    const document = withSent({ persona_name: "", context: "Theirs" }, sample);
    const { system_prompt: _, ...others } = document;
    bot.account.storePersona({ ...others, system_prompt: sample.prompt });

    await person.run("persona-sync");
    const { id, content } = await look(bot);
    await person.send(await openEdit(person, id), { name: "Another name" });

    const expected = contentOfEach((field, key) => {
      if (field.readAt) return valueAt(document, field.readAt);
      return field.tavus ? sample[key] : field.imported;
    });
    expect(content).toEqual(expected);
    expect((await look(bot)).content).toEqual({ ...expected, name: "Another name" });
  });
});
