import type { State } from "../chat/state.ts";

const currentName = "slack_manifest";
const pastedName = "slack_manifest_pasted";

/**
 * Which manifest the program has now, and which one people have pasted as far as we know: Slack does not tell. The first
 * one a workspace is started with counts as pasted, because without it no command would arrive.
 */
export function manifestState(state: State, teamId: string) {
  const tenantId = `app:slack:${teamId}`;
  const current = () => state.get(tenantId, currentName);
  return {
    /** True once, when it is not the one of the last start. */
    async started(hash: string): Promise<boolean> {
      const known = await current();
      if (known === hash) return false;
      await state.set(tenantId, currentName, hash);
      const pasted = await state.get(tenantId, pastedName);
      if (pasted === undefined) await state.set(tenantId, pastedName, known ?? hash);
      return known !== undefined;
    },

    async isOutdated(): Promise<boolean> {
      const pasted = await state.get(tenantId, pastedName);
      return pasted !== undefined && pasted !== (await current());
    },

    /** Somebody says so. */
    async wasPasted(): Promise<void> {
      const hash = await current();
      if (hash !== undefined) await state.set(tenantId, pastedName, hash);
    },
  };
}
