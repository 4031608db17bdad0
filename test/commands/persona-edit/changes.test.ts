import { expect, test } from "vitest";
import { changesLine } from "../../../src/commands/reply/changes.ts";
import { calledIn, fieldOf, typedKeys } from "../../../src/personas/content/each-field.ts";
import { forEachEngine } from "../../support/databases.ts";
import { startPersonaBot } from "../../support/persona-bot.ts";
import { aPersona } from "../../support/personas/persona-builders.ts";
import { answerIn, openedForm } from "../../support/recording-answering.ts";

const other: { [type: string]: unknown } = {
  string: "something else",
  undefined: "something",
  object: ["calm"],
};

test.each(typedKeys)("a change of %s is named, with what it was and is", (key) => {
  const before = aPersona({});
  const after = { ...before, [key]: other[typeof before[key]] };

  const line = changesLine(before, after) ?? "";

  expect(line).toContain(`Changed: ${calledIn(key)} `);
  expect(line).toContain(`→ “${fieldOf(key).words(after[key])}”.`);
});

test("a long text is told by its length, and many changes are counted", () => {
  const before = aPersona({ prompt: "Short." });
  const changed = Object.fromEntries(typedKeys.map((key) => [key, other[typeof before[key]]]));

  expect(changesLine(before, { ...before, prompt: "x".repeat(300) })).toBe(
    "Changed: prompt (6 → 300 characters).",
  );
  expect(changesLine(before, { ...before, ...changed })).toMatch(/, and \d+ more\.$/);
  expect(changesLine(before, { ...before })).toBeUndefined();
});

test.each([
  [300, 1, "Changed: prompt (300 → 1 character)."],
  [1, 300, "Changed: prompt (1 → 300 characters)."],
])("a length is told as many or as one: %d to %d", (from, to, line) => {
  const before = aPersona({ prompt: "x".repeat(from) });

  expect(changesLine(before, { ...before, prompt: "x".repeat(to) })).toBe(line);
});

forEachEngine((_, open) => {
  test("the answer to an edit says what changed, also where Tavus has not got it yet, and once", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");
    await person.create();
    const form = openedForm(await person.run("persona-edit", { persona: "Ada" }));

    const saved = answerIn(
      await person.send(form, { name: "Grace", prompt: `You are ${"Grace ".repeat(40)}` }),
    );
    const again = answerIn(
      await person.send(form, { name: "Grace", prompt: `You are ${"Grace ".repeat(40)}` }),
    );
    bot.standIn.setFault("serverErrors");
    const next = openedForm(await person.run("persona-edit", { persona: "Grace" }));
    const waiting = answerIn(await person.send(next, { description: "First." }));

    expect(saved.notes?.[0]).toMatch(/^Changed: name “Ada” → “Grace”, .*prompt \(12 → 24\d characters\)\.$/);
    expect(again.notes ?? []).not.toContainEqual(expect.stringContaining("Changed:"));
    expect(waiting.tone).toBe("warning");
    expect(waiting.notes?.[0]).toBe("Changed: description nothing → “First.”.");
  });
});
