import type { Config } from "../../config.ts";
import type { Served } from "../../database/fleet/served.ts";

/** Whom this process serves. */
export type Serving = {
  served(): Served;
  /** A token lets it into this workspace. */
  addWorkspace(tenantId: string): void;
};

/** By what is configured: a platform's teams are served by whoever has its token, and Slack's each by whoever has theirs. */
export function createServing({
  discord,
  slack,
  slackInstall,
}: Pick<Config, "discord" | "slack" | "slackInstall">): Serving {
  const workspaces = new Set<string>();
  const ofSlack = () => (slack ? [...workspaces] : []);
  return {
    // Where people install the app, its tokens lie in the database for every process.
    served: () => ({ discord: discord ? "all" : [], slack: slackInstall ? "all" : ofSlack() }),
    addWorkspace: (tenantId) => void workspaces.add(tenantId),
  };
}
