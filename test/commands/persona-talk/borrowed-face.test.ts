import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { buttonIn, startPersonaBot, workspace } from "../../support/persona-bot.ts";
import { linkIn, postCard } from "./talk-bot.ts";

const aStock = expect.stringMatching(/^r(?:90bbd427f71|c9cff32ceba|79e1c033f)$/);
const otherStock = "rc9cff32ceba";

forEachEngine((_engine, open) => {
  test.each([
    ["its own face", { replica: otherStock }, "r90bbd427f71", {}],
    ["the team's", {}, otherStock, { replica_id: otherStock }],
    ["one of Tavus's own, never a face that the account has trained", {}, undefined, { replica_id: aStock }],
  ] as const)("a persona is talked to with %s", async (_, face, defaultReplicaId, sent) => {
    const bot = await startPersonaBot(open);
    bot.account.addReplica({ name: "A colleague" });
    const admin = bot.person("U1", "admin");
    await admin.create({ name: "Ada", ...face });
    if (defaultReplicaId) await bot.settings.change(workspace, { defaultReplicaId });
    const { reply, message } = await postCard(bot, admin);

    const joined = await admin.press(buttonIn(reply, "Join"), { message });

    expect(linkIn(joined)).toContain("?t=");
    const { replica_id } = bot.account.rooms.open[0]?.body ?? {};
    expect({ ...(replica_id !== undefined && { replica_id }) }).toEqual(sent);
  });
});
