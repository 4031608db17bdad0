import type { Tokens } from "../clients.ts";
import { noTokenError } from "../workspaces/absent-workspace.ts";
import type { Installation } from "./installation.ts";
import type { Renewals } from "./renewals.ts";

/**
 * The token of one workspace, kept while it is used. Another process may have stored another one at any time: Slack then
 * refuses the one that is kept, and it is looked up anew.
 */
export function createInstalledTokens(options: {
  first: Installation;
  find(): Promise<Installation | undefined>;
  renewals: Renewals;
}): Tokens & { installation(): Installation } {
  const { find, renewals } = options;
  let kept = options.first;

  async function newer(): Promise<Installation> {
    const found = await find();
    if (!found) throw noTokenError();
    return found;
  }

  return {
    installation: () => kept,
    async current() {
      kept = await renewals.fresh(kept);
      return kept.token;
    },
    async insteadOf(token) {
      const found = await newer().catch(() => undefined);
      if (!found) return undefined;
      kept = found;
      if (found.token === token && found.refresh) kept = await renewals.renewed(found).catch(() => found);
      return kept.token === token ? undefined : kept.token;
    },
  };
}
