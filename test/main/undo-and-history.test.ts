import { expect, test } from "vitest";
import { answerTo, offering, platforms, pressOffered, reads } from "../support/black-box/black-box-chat.ts";
import { startBotInProcess } from "../support/bot-in-process.ts";

test.each(
  platforms,
)("on %s an edit and a deletion are undone, a version comes back, and a copy is made", async (platform) => {
  const started = await startBotInProcess();
  const chat = started.admin(platform);
  const names = () => started.world.tavus.account().personas.map(({ document }) => document.persona_name);
  await (await chat.openForm()).submit({ name: "Ada", prompt: "You help." });
  await reads(chat, "“Ada” is ready");

  const edit = await chat.runForForm("persona-edit", { persona: "Ada" });
  await edit.submit({ name: "Grace", prompt: "You help differently." });
  await (await reads(chat, "“Grace” is ready")).press("Undo");
  await reads(chat, "Undone: the version before is here again");
  expect(names()).toEqual(["Ada"]);

  const asked = await answerTo(chat, () => chat.run("persona-delete", { persona: "Ada" }));
  const deleted = await answerTo(chat, () => asked.press("Delete here and in Tavus"));
  expect(names()).toEqual([]);
  await deleted.press("Undo");
  await reads(chat, "so it was made again there under a new ID");
  expect(names()).toEqual(["Ada"]);

  const shown = await answerTo(chat, () => chat.run("persona-show", { persona: "Ada" }));
  const history = await pressOffered(chat, shown, "History");
  const [choice] = history.choices.filter(({ label }) => label.endsWith("then: Undone"));
  const version = await answerTo(chat, () => history.choose(choice?.value ?? ""));
  expect(version.text).toContain("Bring back saves it as an edit");
  expect(history.text).toContain("name “Ada” → “Grace”");

  const again = await answerTo(chat, () => chat.run("persona-show", { persona: "Ada" }));
  const copy = await (await offering(chat, again, "Duplicate")).pressForForm("Duplicate");
  await copy.submit({});
  await reads(chat, "“Ada (copy)” is ready");
  expect(names()).toEqual(["Ada", "Ada (copy)"]);
});
