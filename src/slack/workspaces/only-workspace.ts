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
    onBack() {
      onImpaired(undefined);
      return onTenants?.({ teamIds: [home.teamId] });
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
        const whose = whoseIs(ids, home);
        if (whose === "ours") removal.told(because);
        // Slack is asked whether the token still lives, and believed.
        if (whose === "unsaid") removal.callFailed("account_inactive");
      },
      accessTaken: () => undefined,
      homeOf: async ({ ids }) => (whoseIs(ids, home) === "others" ? undefined : workspace),
      onHome: async (teamId, userId) => onHome?.(teamId, userId),
    },
    channelsOf: (teamId) => of(teamId).channels,
    sendDirectFor: (teamId) => of(teamId).sendDirect,
    async close() {
      removal.stop();
    },
  };
}

/** Whose an event is; `unsaid`: the organization is named alone, which may mean the workspace. */
function whoseIs(ids: readonly string[], { teamId, enterpriseId }: Home): "ours" | "others" | "unsaid" {
  if (ids.includes(teamId)) return "ours";
  const isAnyOther = ids.some((id) => id !== enterpriseId);
  return isAnyOther || enterpriseId === undefined ? "others" : "unsaid";
}
