import { createServer } from "node:http";
import { createSocketHub } from "../delivery/socket-hub.ts";
import { createFileStore } from "../files.ts";
import { createIds } from "../ids.ts";
import type { Problem } from "../journal.ts";
import { assembleStandIn, defaultScopes, type SlackStandIn } from "../stand-in.ts";
import type { WorkspaceSeed } from "../workspace.ts";
import { createWorld, type World } from "../world.ts";
import { type AppCredentials, createGridRoutes } from "./grid-routes.ts";
import { createTokenDesk, type TokenDesk } from "./tokens.ts";

export type SlackGridOptions = {
  /** Each with a `teamId`; those with the same `enterpriseId` are of one organization. */
  readonly workspaces: readonly (WorkspaceSeed & { teamId: string })[];
  readonly clock?: () => number;
};

/** Slack with many workspaces, into which one app is installed by its people. */
export type SlackGrid = {
  /** The address for `clientOptions.slackApiUrl`; ends in a slash. */
  readonly apiUrl: string;
  readonly credentials: AppCredentials;
  /** Throws where there is none. */
  team(teamId: string): SlackStandIn;
  readonly teams: readonly SlackStandIn[];
  readonly tokens: TokenDesk;
  /** Sends what people do to this address of the bot from now on. */
  connect(eventsUrl: string): Promise<void>;
  /** Everything the bot did that Slack refuses, in any workspace. */
  problems(): readonly Problem[];
  close(): Promise<void>;
};

export async function createSlackGrid({
  workspaces,
  clock = Date.now,
}: SlackGridOptions): Promise<SlackGrid> {
  const credentials = {
    clientId: "1234567890.9876543210",
    clientSecret: "grid-client-secret",
    signingSecret: "grid-signing-secret",
  };
  const tokens = createTokenDesk(clock);
  const files = createFileStore(createIds(clock), clock);
  const worlds = new Map(
    workspaces.map((workspace): [string, World] => [
      workspace.teamId,
      createWorld({
        // Nobody outside knows this one: the front puts it in place of a token that it has judged.
        credentials: {
          botToken: `inside-${workspace.teamId}`,
          appToken: "xapp-none",
          signingSecret: credentials.signingSecret,
          scopes: new Set(defaultScopes),
        },
        workspace: { tag: workspace.teamId.slice(1), ...workspace },
        clock,
        triggerLifetimeMs: 3000,
        files,
      }),
    ]),
  );
  const front = createGridRoutes({ worlds, tokens, credentials });
  const server = createServer((request, response) => {
    front.answer(request, response).catch((error: unknown) => {
      front.problems.push({ where: "grid", message: String(error), body: request.url });
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const baseUrl = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  const teams = new Map<string, SlackStandIn>();
  for (const [teamId, world] of worlds) {
    world.baseUrl = `${baseUrl}/w/${teamId}`;
    const hub = createSocketHub(world);
    teams.set(teamId, assembleStandIn({ world, hub, close: async () => hub.close() }));
  }

  return {
    apiUrl: `${baseUrl}/api/`,
    credentials,
    team(teamId) {
      const team = teams.get(teamId);
      if (!team) throw new Error(`There is no workspace ${teamId}.`);
      return team;
    },
    teams: [...teams.values()],
    tokens,
    async connect(eventsUrl) {
      for (const team of teams.values()) await team.connectHttp(eventsUrl);
    },
    problems: () => [...front.problems, ...[...worlds.values()].flatMap(({ journal }) => journal.problems)],
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
