import { expect, test } from "vitest";
import { platforms, reads } from "../support/black-box/black-box-chat.ts";
import { startBotInProcess } from "../support/bot-in-process.ts";

test.each(
  platforms,
)("on %s a card shared long ago answers whoever presses it, alone, with what the persona is now", async (platform) => {
  const started = await startBotInProcess();
  const [maker, other] = [started.admin(platform), started.member(platform)];
  await (await maker.openForm()).submit({ name: "Ada", prompt: "You help." });
  await (await reads(maker, "“Ada” is ready")).press("Share to channel");
  await reads(maker, "Shared to the channel.");
  const edit = await maker.runForForm("persona-edit", { persona: "Ada" });
  await edit.submit({ name: "Grace", prompt: "You help differently." });
  await reads(maker, "“Grace” is ready");
  await started.bot.stop(1000);
  await started.restart();

  const card = await reads(other, "“Ada”");
  await card.press("Show");
  const shown = await reads(other, "You help differently.");

  expect(card.isPublic).toBe(true);
  expect(card.text).toContain(maker.userId);
  expect(shown.isPublic).toBe(false);
  expect(shown.text).toContain("“Grace”");
  const seenByAll = started.member(platform).messages();
  expect(seenByAll.filter(({ text }) => text.includes("“Ada”"))).toHaveLength(1);
  expect(seenByAll.some(({ text }) => text.includes("You help differently."))).toBe(false);
});
