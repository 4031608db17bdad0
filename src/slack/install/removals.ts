import type { Log } from "../../log.ts";
import { type Removal, removalOf } from "../removal.ts";
import { codeOf } from "../slack-error.ts";
import type { SlackClient } from "../workspaces/slack-client.ts";
import type { Installation, Installations } from "./installation.ts";
import type { Renewals } from "./renewals.ts";

/** Somebody said that a token is dead, and Slack still took it: it is asked once more after this. */
const askAgainMs = 60_000;

export type Removals = {
  /** Something says that the app may be gone there. */
  suspect(ids: readonly string[], because: Removal): void;
  /** A call with this installation's token was answered with this error code. */
  callFailed(id: string, code: string): void;
  /** An event says that an organization's app was taken from these workspaces, and when. */
  accessTaken(teamIds: readonly string[], atMs: number): Promise<void>;
  /** Asks Slack, and believes it. Rejects where the database is away. */
  check(id: string, because?: Removal): Promise<void>;
};

/**
 * Notices where the app was removed. Nothing is believed but Slack's answer about the very token that is stored: an event
 * may come late, twice, or after people have installed the app anew. First the teams are noted as left, then the token is deleted: a
 * process that dies between does it again. Where a new token has come meanwhile, they are back.
 */
export function createRemovals(options: {
  installations: Installations;
  renewals: Renewals;
  /** Asks with this token. */
  test: (token: string) => ReturnType<SlackClient["auth"]["test"]>;
  onRemoved(teamId: string, because: Removal): Promise<void>;
  onBack(teamId: string): Promise<void>;
  /** Slack has taken the token of this installation, and says what it is allowed. */
  onAlive(id: string, grantedScopes: readonly string[]): void;
  forget(id: string): void;
  log: Log;
}): Removals {
  const { installations, renewals, test, onRemoved, onBack, onAlive, forget, log } = options;
  const underWay = new Set<string>();

  async function check(id: string, because?: Removal): Promise<void> {
    const stored = await installations.find(id);
    if (!stored) return;
    const installation = await renewals.fresh(stored).catch(() => stored);
    const dead = await reasonOf(installation);
    if (dead) return remove(installation, because ?? dead);
    if (because) await installations.checkIn(id, askAgainMs);
  }

  /** Undefined: the token lives, or Slack does not say. */
  async function reasonOf({ id, token }: Installation): Promise<Removal | undefined> {
    try {
      const { response_metadata: metadata } = await test(token);
      onAlive(id, metadata?.scopes ?? []);
      return undefined;
    } catch (error) {
      const code = codeOf(error);
      const because = removalOf(code);
      if (!because) log.warn({ id, code }, "Slack did not say whether the app is still installed");
      return because;
    }
  }

  async function remove(installation: Installation, because: Removal): Promise<void> {
    const { id } = installation;
    const teams = await installations.servedAlone(id);
    for (const teamId of teams) await onRemoved(teamId, because);
    const isRemoved = await installations.remove(installation);
    forget(id);
    for (const teamId of teams) forget(teamId);
    if (isRemoved) log.warn({ id, because }, "the app was removed; its tokens are deleted");
    else for (const teamId of teams) await onBack(teamId);
  }

  async function checkOnce(id: string, because: Removal): Promise<void> {
    if (underWay.has(id)) return;
    underWay.add(id);
    try {
      await check(id, because);
    } catch (error) {
      log.error({ id, err: error }, "whether the app is still installed is not known; it is asked again");
      await installations.checkIn(id, askAgainMs).catch(() => undefined);
    } finally {
      underWay.delete(id);
    }
  }

  return {
    check,
    callFailed(id, code) {
      const because = removalOf(code);
      if (because) void checkOnce(id, because);
    },
    async accessTaken(teamIds, atMs) {
      try {
        for (const teamId of await installations.removeMembers(teamIds, atMs)) {
          forget(teamId);
          await onRemoved(teamId, "app_uninstalled");
        }
      } catch (error) {
        log.error({ err: error }, "that workspaces of an organization lost the app could not be noted");
      }
    },
    suspect(ids, because) {
      for (const id of ids) void checkOnce(id, because);
    },
  };
}
