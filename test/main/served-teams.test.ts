import { join } from "node:path";
import type { KyselyPlugin } from "kysely";
import { expect, test } from "vitest";
import { connectDatabase } from "../../src/database/opening/connect.ts";
import { teamTables } from "../../src/database/team-tables.ts";
import { reads } from "../support/black-box/black-box-chat.ts";
import { startBotInProcess } from "../support/bot-in-process.ts";
import { makeFolder } from "../support/databases.ts";

/** Nothing is done by these that only a process with the team's platform could do, and nothing said to anybody. */
const mayBeForAll = [
  // Whose an object in Tavus is, is asked by its id.
  /^select .* from "owners" where .*"remote_id" in/,
  // After the clock was set back, whatever lies ahead is brought back.
  /^update "\w+" set ("\w+" = case when "\w+" > \? and "\w+" < \? then \? else "\w+" end(, )?)+ where/,
  // Whether anything is due at all: whoever is woken takes what it serves.
  /^select 'links' as queue/,
  // Names that an older version wrote are folded.
  /"search_block" is null/,
];

/** The statement is about teams whose ids stand in it. */
const named = /tenant_id"? (=|in|>|like) (\?|\$|\(|item\.value)/;

test("whatever the bot takes for teams that it does not name, it takes for those that it serves", async () => {
  const statements = new Set<string>();
  const { admin } = await startBotInProcess({
    location: { kind: "sqlite", file: join(makeFolder(), "bot.db") },
    async connect(location, options) {
      const database = await connectDatabase(location, options);
      const executor = database.kysely.getExecutor();
      const noting: KyselyPlugin = {
        transformQuery({ node, queryId }) {
          statements.add(executor.compileQuery(node, queryId).sql.replace(/\s+/g, " "));
          return node;
        },
        transformResult: async ({ result }) => result,
      };
      return { ...database, kysely: database.kysely.withPlugin(noting) };
    },
  });
  for (const platform of ["Discord", "Slack"] as const) {
    const chat = admin(platform);
    const form = await chat.openForm({ kind: "creator" });
    await form.submit({ name: "Ada", prompt: "You help." });
    await reads(chat, "“Ada” is ready");
  }

  const ofTeams = [...statements].filter(
    (sql) =>
      /^(select|update|with)\b/.test(sql) && tables.some((table) => new RegExp(`\\b${table}\\b`).test(sql)),
  );
  const taking = ofTeams.filter((sql) => !named.test(sql));
  const unserved = taking.filter((sql) => !/substr\(/.test(sql) && !mayBeForAll.some((may) => may.test(sql)));

  expect(unserved).toEqual([]);
  expect(taking.filter((sql) => /substr\(/.test(sql)).length).toBeGreaterThanOrEqual(10);
});

const tables = Object.keys(teamTables);
