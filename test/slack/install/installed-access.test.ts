import { expect, test } from "vitest";
import { startInstalledBot } from "./installed-bot.ts";

test("who counts as no manager is known in a workspace where people have installed the app, too", async () => {
  const { bot } = await startInstalledBot([{ teamId: "T0ONE", name: "One" }]);
  const { unusableManagers } = bot.channelsOf("T0ONE");

  const found = await unusableManagers?.(["U00ONEGUS", "U00ONEMIA"]);

  expect(found?.map(({ id, why }) => [id, why])).toEqual([["U00ONEGUS", "guest"]]);
});

test("of a workspace that the app is not installed in, nobody is said to be no manager", async () => {
  const { bot } = await startInstalledBot([{ teamId: "T0ONE", name: "One" }]);

  expect(await bot.channelsOf("T0OTHER").unusableManagers?.(["U0GUS"])).toEqual([]);
});
