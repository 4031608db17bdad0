import { expect, test } from "vitest";
import { answerTo, offering, platforms, reads } from "../support/black-box/black-box-chat.ts";
import { startBotInProcess } from "../support/bot-in-process.ts";

test.each(
  platforms,
)("on %s a persona becomes a template, others begin with it, and it is changed and removed", async (platform) => {
  const { world, admin, member } = await startBotInProcess();
  const chat = admin(platform);
  const prompts = () => world.tavus.account().personas.map(({ document }) => String(document.system_prompt));
  const first = await chat.openForm({ kind: "creator" });
  await first.submit({ name: "Ada", description: "A host.", prompt: "You host." });
  await reads(chat, "“Ada” is ready");
  const shown = await answerTo(chat, () => chat.run("persona-show", { persona: "Ada" }));
  const save = await (await offering(chat, shown, "Save as template")).pressForForm("Save as template");
  expect(save.value("name")).toBe("Ada");

  const refused = await (await save.submit({ name: "Coach" })).refusal();
  expect(refused.text).toContain("Choose another name");
  const saved = await answerTo(chat, () => refused.form.submit({ name: "Our host" }));
  expect(saved.text).toContain("“Our host” is a template of your team");

  const other = member(platform);
  const form = await other.openForm({ template: "Our host" });
  expect([form.value("description"), form.value("prompt")]).toEqual(["A host.", "You host."]);
  await form.submit({ name: "Ben" });
  await reads(other, "“Ben” is ready");
  expect(prompts().filter((text) => text.includes("You host."))).toHaveLength(2);

  const list = await answerTo(chat, () => chat.run("persona-templates"));
  const open = await answerTo(chat, () => list.choose(list.choices[0]?.value ?? ""));
  const edit = await open.pressForForm("Edit");
  await answerTo(chat, () => edit.submit({ prompt: "You host well." }));
  const again = await other.openForm({ template: "Our host" });
  expect(again.value("prompt")).toBe("You host well.");

  const asked = await answerTo(chat, () => open.press("Remove"));
  const removed = await answerTo(chat, () => asked.press("Remove it"));
  expect(removed.text).toContain("For a day it can be brought back");
  await answerTo(chat, () => removed.press("Bring back"));
  expect((await other.openForm({ template: "Our host" })).value("prompt")).toBe("You host well.");
});
