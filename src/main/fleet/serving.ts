import type { Config } from "../../config.ts";
import type { Served } from "../../database/fleet/served.ts";

/** Whom this process serves. */
export type Serving = {
  served(): Served;
  /** A token lets it into this workspace. */
  addWorkspace(tenantId: string): void;
};

/** By what is configured: a platform's teams are served by whoever has its token, and Slack's each by whoever has theirs. */
export function createServing({ discord, slack }: Pick<Config, "discord" | "slack">): Serving {
  const workspaces = new Set<string>();
  return {
    served: () => ({ discord: discord ? "all" : [], slack: slack ? [...workspaces] : [] }),
    addWorkspace: (tenantId) => void workspaces.add(tenantId),
  };
}
