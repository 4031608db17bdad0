import { onTestFinished } from "vitest";
import { createSlackGrid } from "../../../sandbox/stand-ins/slack/grid/grid.ts";
import type { WorkspaceSeed } from "../../../sandbox/stand-ins/slack/workspace.ts";
import { createInstallationStore } from "../../../src/database/installation/installation-store.ts";
import { createSecrets } from "../../../src/database/team/secrets.ts";
import { createBot } from "../../../src/slack/bot.ts";
import { openSqlite } from "../../support/databases.ts";
import { commands, createRecords } from "../setup.ts";

/** A Slack of these workspaces, and a bot that people have installed in each of them, or as `installedIn` says. `isEnded`: its tokens have, unknown to it. */
export async function startInstalledBot(
  workspaces: (WorkspaceSeed & { teamId: string })[],
  {
    isEnded = false,
    installedIn = workspaces.map(({ teamId }) => teamId),
  }: { isEnded?: boolean; installedIn?: string[] } = {},
) {
  const grid = await createSlackGrid({ workspaces });
  onTestFinished(() => grid.close());
  if (isEnded) grid.tokens.setLifetime(0);
  const database = await openSqlite();
  const secrets = createSecrets([Buffer.alloc(32, "a")]);
  const store = createInstallationStore(database, { secrets, platform: "slack" });
  for (const id of installedIn)
    await store.install(id, id.startsWith("E") ? id : undefined, tokenOf(grid, id));
  const records = createRecords();
  const removed: string[][] = [];
  const { clientId, clientSecret, signingSecret } = grid.credentials;
  const bot = createBot({
    install: {
      ...{ clientId, clientSecret, signingSecret, publicUrl: "https://bot.example" },
      installations: { ...store, reserve: async () => true, now: Date.now },
    },
    apiUrl: grid.apiUrl,
    log: records.log,
    commands,
    state: records.state,
    dispatch: async () => undefined,
    onConnected: () => undefined,
    onDisconnected: () => undefined,
    onImpaired: () => undefined,
    onLost: () => undefined,
    onRemoved: (...said) => void removed.push(said),
  });
  onTestFinished(() => bot.close());
  await bot.start();
  return { grid, bot, store, removed, ...records };
}

function tokenOf({ tokens }: Awaited<ReturnType<typeof createSlackGrid>>, teamId: string) {
  const redirect_uri = "https://bot.example/slack/oauth_redirect";
  const exchanged = tokens.exchange({ code: tokens.issueCode(teamId, "U0ANY", redirect_uri), redirect_uri });
  if ("refusal" in exchanged) throw new Error(exchanged.refusal);
  const { token, refresh } = exchanged.grant;
  const expiresAtMs = Date.now() + 12 * 3_600_000;
  return { token, ...(refresh && { refresh: { token: refresh.token, expiresAtMs } }) };
}
