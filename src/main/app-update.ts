import { readTenantId } from "../chat/member.ts";
import type { State } from "../chat/state.ts";
import type { Services } from "../commands/services.ts";
import type { StateStore } from "../database/team/state-store.ts";
import { manifestState } from "../slack/manifest-state.ts";

const notice =
  "The Slack app's manifest has changed. Whoever runs the bot pastes it (npm run -s slack:manifest) at https://api.slack.com/apps under App Manifest, and installs the app again. Then an admin presses Manifest is pasted under /persona-status.";

/** What people have to do on the platform's own pages since the program was changed: only Slack asks for such a thing. */
export function createAppUpdate(state: StateStore): Services["appUpdate"] {
  return {
    async notice(tenantId) {
      return (await manifestOf(state, tenantId)?.isOutdated()) ? notice : undefined;
    },
    async done(tenantId) {
      await manifestOf(state, tenantId)?.wasPasted();
    },
  };
}

function manifestOf(state: State, tenantId: string) {
  const tenant = readTenantId(tenantId);
  return tenant?.platform === "slack" ? manifestState(state, tenant.id) : undefined;
}
