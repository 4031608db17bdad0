import { expect, test, vi } from "vitest";
import { aStartedBot, dispatchOf } from "../started-bot.ts";

/** What somebody reads who uses a command with this data, and which of them the bot deletes. */
async function used(data: object, status = 204, code = 50_001) {
  const { ada, channelId, guild, standIn, reports } = await aStartedBot(
    dispatchOf({ command: (_, answering) => answering.answer({ tone: "success", title: "Ours" }) }),
  );
  const removed: string[] = [];
  standIn.onEvent((event) => {
    if (event.kind === "rest" && event.route.startsWith("DELETE")) removed.push(event.route);
  });
  standIn.fault({ match: /^DELETE/, answer: { status, body: { code, message: "No" } }, times: 3 });
  const { payload } = await ada.command(channelId, "persona-list");
  const ofGuild = { id: "77", guild_id: guild.id, type: 1, ...data };
  const asked = { ...payload, id: standIn.nextId(), token: "t1", data: ofGuild };

  const [embed] = (await standIn.dispatchInteraction(asked).message()).embeds;
  return { title: embed?.title, removed, reports, path: `/guilds/${guild.id}/commands/77` };
}

test.each([
  ["typed", { name: "old-list" }],
  ["of a message's menu", { name: "Old prompt", type: 3 }],
  ["of a person's menu", { name: "Look up", type: 2 }],
])("a command %s that an earlier program left in a server is said to be, and removed", async (_what, data) => {
  const { title, removed, path } = await used(data);

  expect(title).toBe("This command is of an earlier program");
  await vi.waitFor(() => expect(removed).toEqual([expect.stringContaining(path)]));
});

test("one that somebody else's use has removed meanwhile is no failure", async () => {
  const { reports } = await used({ name: "old-list" }, 404, 10_063);

  await vi.waitFor(() => expect(reports.lines.join()).toContain("was removed"));
  expect(reports.lines.join()).not.toContain("could not be removed");
});

test("one that Discord does not let go is told of in the log alone", async () => {
  const { title, reports } = await used({ name: "old-list" }, 403);

  expect(title).toBe("This command is of an earlier program");
  await vi.waitFor(() => expect(reports.lines.join()).toContain("could not be removed"));
});

test.each([
  ["of the same name", { name: "persona-list" }],
  ["that all servers have", { name: "gone", guild_id: undefined }],
])("a command %s is left where it is", async (_what, data) => {
  const { title, removed } = await used(data);

  expect(title).toBe("Ours");
  expect(removed).toEqual([]);
});
