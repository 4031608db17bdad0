import { expect, test } from "vitest";
import { mountHttp } from "../setup.ts";
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

test("an organization's token serves no workspace of others that shares a channel with it", async () => {
  const workspaces = [
    { teamId: "T0ONE", name: "One" },
    { teamId: "T0RED", name: "Red", enterpriseId: "E0ORG" },
  ];
  const { bot, grid, store, lines } = await startInstalledBot(workspaces, { installedIn: ["E0ORG"] });
  await grid.connect(await mountHttp(bot));
  const theirs = { team_id: "T0RED", enterprise_id: "E0ORG" };
  const authorizations = [{ team_id: "T0ONE", enterprise_id: null, is_bot: true }];
  grid.team("T0ONE").alter((payload) => ({ ...payload, ...theirs, authorizations }));

  const home = { type: "app_home_opened", user: "U00ONEMIA", tab: "messages" };
  await grid.team("T0ONE").event(home).acked();

  expect(await store.findFor("T0ONE", undefined)).toBeUndefined();
  expect(lines.join("")).not.toContain("could not be welcomed");
});
