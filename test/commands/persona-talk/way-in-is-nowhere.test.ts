import { sql } from "kysely";
import { expect, test } from "vitest";
import { teamTables } from "../../../src/database/team-tables.ts";
import { forEachEngine } from "../../support/databases.ts";
import { workspace } from "../../support/persona-bot.ts";
import { linkIn, startTalkBot, type TalkBot } from "./talk-bot.ts";

/** Everything that lies anywhere: every row, the log, what was posted, sent and exported. */
async function everything(bot: TalkBot): Promise<string> {
  const rows = await Promise.all(
    Object.keys(teamTables).map((table) =>
      sql`select * from ${sql.table(table)}`.execute(bot.database.kysely),
    ),
  );
  const { text } = await bot.services.exportTeam(workspace, "");
  return JSON.stringify([rows, bot.written, bot.channels.messages, bot.direct.sent, text]);
}

forEachEngine((_engine, open) => {
  test.each([
    true,
    false,
  ])("the way into a room lies nowhere in plain, with a key to encrypt by: %s", async (isSealed) => {
    const bot = await startTalkBot(open, isSealed ? {} : { encryptionKey: null });
    await bot.settings.change(workspace, { transcriptDays: 7 });
    const joined = await bot.pressJoin(bot.person("U2"));
    const [, token = "no token"] = (linkIn(joined) ?? "").split("?t=");
    bot.standIn.join(linkIn(joined) ?? "", "U2");

    const during = await everything(bot);
    const [room] = bot.account.rooms.all;
    bot.account.rooms.leave(room?.id ?? "", "U2");
    bot.skip(60_000);
    await bot.until(async () => (await bot.rooms()).every(({ ended_at }) => ended_at !== null));
    const over = await everything(bot);

    expect(token.length).toBeGreaterThan(20);
    expect(during).toContain(String((await bot.rooms())[0]?.id));
    for (const all of [during, over]) expect(all.includes(token) || all.includes("?t=")).toBe(false);
  });
});
