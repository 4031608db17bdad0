import pg from "pg";
import { expect, onTestFinished } from "vitest";
import { z } from "zod";
import { startBotProcess } from "../../../sandbox/stand-ins/bot-process.ts";
import { type Browser, createBrowser } from "../../../sandbox/stand-ins/slack/grid/browser.ts";
import { createSlackGrid, type SlackGrid } from "../../../sandbox/stand-ins/slack/grid/grid.ts";
import {
  createTavusStandIn,
  defaultTavusKey,
  type TavusStandIn,
} from "../../../sandbox/stand-ins/tavus/stand-in.ts";
import { type Engine, makeEmptyDatabase } from "../databases.ts";
import type { Chat } from "./black-box-chat.ts";
import { readTable, type TableRow } from "./black-box-rows.ts";
import type { Environment } from "./black-box-run.ts";
import { createSlackChat } from "./black-box-slack.ts";
import type { AnyBot } from "./bot-inside.ts";
import { startBotInside } from "./bot-inside.ts";
import { compiledCode } from "./compiled-code.ts";
import { freePort } from "./free-port.ts";

/** Bots that are installed by people, on one database, between a Slack of many workspaces and Tavus. */
export type GridRun = {
  grid: SlackGrid;
  tavus: TavusStandIn;
  lines: string[];
  /** Starts a bot and returns the address it is reached at. */
  start(changes?: Environment): Promise<{ bot: AnyBot; publicUrl: string }>;
  browser(publicUrl: string): Browser;
  /** Somebody new in this workspace. `isOrgAdmin`: an admin of the whole organization, too. */
  somebody(teamId: string, options?: { isAdmin?: boolean; isOrgAdmin?: boolean }): Chat;
  table(name: string): Promise<TableRow[]>;
  /** On PostgreSQL: a statement of the test's own, such as one that ends a lease before its time. */
  ask(statement: string): Promise<TableRow[]>;
  expectProblem(pattern: RegExp): void;
};

export const teams = ["T0ONE", "T0TWO", "T0RED", "T0BLUE"] as const;
export const organization = "E0ORG";

export async function startGridRun({
  engine = "sqlite",
  isInside = true,
}: {
  engine?: Engine;
  isInside?: boolean;
} = {}): Promise<GridRun> {
  const grid = await createSlackGrid({
    workspaces: teams.map((teamId) => ({
      teamId,
      name: `Team ${teamId}`,
      ...(["T0RED", "T0BLUE"].includes(teamId) && { enterpriseId: organization }),
    })),
  });
  const tavus = await createTavusStandIn();
  const location = await makeEmptyDatabase(engine);
  const lines: string[] = [];
  const expected: RegExp[] = [];
  const secrets = new Set<string>([grid.credentials.clientSecret, grid.credentials.signingSecret]);
  const bots: AnyBot[] = [];
  onTestFinished(async () => {
    await Promise.all(bots.map((bot) => bot.stop()));
    await Promise.all([grid.close(), tavus.close()]);
    const problems = grid.problems().map(({ where, message }) => `${where}: ${message}`);
    expect(problems.filter((text) => !expected.some((pattern) => pattern.test(text)))).toEqual([]);
    const leaks = lines.filter(
      (line) => /xox[be]-|\bxoxe/.test(line) || [...secrets].some((each) => line.includes(each)),
    );
    expect(leaks).toEqual([]);
  });

  return {
    grid,
    tavus,
    lines,
    async start(changes = {}) {
      const port = await freePort();
      const publicUrl = `http://localhost:${port}`;
      const env: Environment = {
        ...compiledCode,
        SLACK_CLIENT_ID: grid.credentials.clientId,
        SLACK_CLIENT_SECRET: grid.credentials.clientSecret,
        SLACK_SIGNING_SECRET: grid.credentials.signingSecret,
        SLACK_API_URL: grid.apiUrl,
        PUBLIC_URL: publicUrl,
        PORT: String(port),
        TAVUS_API_KEY: defaultTavusKey,
        TAVUS_API_KEY_TENANTS: teams.map((teamId) => `slack:${teamId}`).join(","),
        TAVUS_API_URL: tavus.url,
        DATABASE_URL: location.kind === "sqlite" ? `file:${location.file}` : location.url,
        ENCRYPTION_KEY: Buffer.alloc(32, "sandbox").toString("base64"),
        ...changes,
      };
      const set = Object.entries(env).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value]],
      );
      const launch = isInside ? startBotInside : startBotProcess;
      const bot = launch({ env: Object.fromEntries(set), onLine: (line) => void lines.push(line) });
      bots.push(bot);
      await bot.ready(40_000);
      await grid.connect(`${publicUrl}/slack/events`);
      return { bot, publicUrl };
    },
    browser: createBrowser,
    somebody(teamId, { isOrgAdmin = false, ...options } = {}) {
      const chat = createSlackChat(grid.team(teamId), options);
      Object.assign(grid.team(teamId).workspace.users.get(chat.userId) ?? {}, { isOrgAdmin });
      return chat;
    },
    table: (name) =>
      location.kind === "sqlite"
        ? Promise.resolve(readTable(location.file, name))
        : askServer(location.url, `select * from ${name}`),
    async ask(statement) {
      if (location.kind === "sqlite") throw new Error("A bot has its SQLite for itself.");
      return askServer(location.url, statement);
    },
    expectProblem: (pattern) => void expected.push(pattern),
  };
}

async function askServer(url: string, statement: string): Promise<TableRow[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query(statement);
    return z.array(z.record(z.string(), z.unknown())).parse(rows);
  } finally {
    await client.end();
  }
}

/** The workspace's organization serves it, as its payloads then say; or it has an installation of its own. */
export function servedByOrganization({ grid }: GridRun, teamId: string, is: boolean): void {
  grid.team(teamId).workspace.isOrgInstall = is;
}
