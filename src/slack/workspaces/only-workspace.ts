import type { Home } from "../membership.ts";
import { findAppId, findWorkspace, type TokenOwner } from "../register.ts";
import { createRemovalWatch, rightsTaken } from "../removal.ts";
import { createAbsentWorkspace } from "./absent-workspace.ts";
import type { Access, AccessOptions } from "./access.ts";
import { createWorkspace } from "./workspace.ts";

const installHint = "Install it there again (https://api.slack.com/apps, Install App).";

/** The one workspace of a bot token, whatever workspace a payload names beside it. */
export function createTokenAccess(
  botToken: string,
  { shared, onImpaired, onTenants, onRemoved, onHome }: AccessOptions,
): Access {
  const { log } = shared;
  const home: Home = { teamId: "", enterpriseId: undefined };
  let owner: TokenOwner | undefined;
  const workspace = createWorkspace(shared, {
    home,
    tokens: { current: async () => botToken, insteadOf: async () => undefined },
    // At start a refused token has a sentence of its own.
    onRefused: (code) => owner !== undefined && removal.callFailed(code),
  });
  const client = workspace.clients.repeatable;
  const absent = createAbsentWorkspace(shared, installHint);
  const removal = createRemovalWatch({
    client,
    log,
    onRemoved(because) {
      onImpaired(rightsTaken);
      return onRemoved?.(home.teamId, because);
    },
    onDoubt: onImpaired,
  });

  /** Whose token it is shows at start; until then a call fails by itself where it must. */
  const of = (teamId: string) => (owner === undefined || teamId === home.teamId ? workspace : absent);

  return {
    workspaces: {
      find: async () => workspace,
      absent,
      installHint,
    },
    async begin() {
      owner = await findWorkspace(client);
      home.teamId = owner.teamId;
      home.enterpriseId = owner.enterpriseId;
      return { ownerId: owner.teamId, grantedScopes: owner.grantedScopes };
    },
    async tell() {
      await onTenants?.({ teamIds: [home.teamId] });
    },
    findAppId: async () => owner && findAppId(client, owner),
    news: {
      removed(ids, because) {
        if (isOurs(ids, home)) removal.told(because);
      },
      accessTaken: () => undefined,
      homeOf: async ({ ids }) => (isOurs(ids, home) ? workspace : undefined),
      onHome: async (teamId, userId) => onHome?.(teamId, userId),
    },
    channelsOf: (teamId) => of(teamId).channels,
    sendDirectFor: (teamId) => of(teamId).sendDirect,
    async close() {
      removal.stop();
    },
  };
}

/** Whether an event may be of the workspace: the organization named alone may mean it. */
function isOurs(ids: readonly string[], { teamId, enterpriseId }: Home): boolean {
  if (ids.includes(teamId)) return true;
  return enterpriseId !== undefined && ids.every((id) => id === enterpriseId);
}
