import { createExpiringCache } from "../../expiring-cache.ts";
import type { Log } from "../../log.ts";
import { askAgainMs, doubt, mayBeRemoved, type Removal, removalOf } from "../removal.ts";
import { codeOf } from "../slack-error.ts";
import type { SlackClient } from "../workspaces/slack-client.ts";
import type { Installation, Installations } from "./installation.ts";
import type { Renewals } from "./renewals.ts";

/** So long an event makes Slack's doubtful word a certain one: longer than asking again takes, however many others are asked. */
const toldForMs = 10 * 60_000;
/** More than lose the app within that. */
const mostTold = 1000;

const unsaid = "Slack did not say whether the app is still installed";

export type Removals = {
  /** Something says that the app may be gone there. */
  suspect(ids: readonly string[], because: Removal): void;
  /** A call with this installation's token was answered with this error code. */
  callFailed(id: string, code: string): void;
  /** An event says that an organization's app was taken from these workspaces, and when. */
  accessTaken(teamIds: readonly string[], atMs: number): Promise<void>;
  /** Asks Slack, and believes it. Rejects where the database is away. */
  check(id: string): Promise<void>;
};

/**
 * Notices where the app was removed. Nothing is believed but Slack's answer about the very token that is stored, and of
 * that only what can mean nothing else, for the token is deleted then: an event may come late, twice, or after people have
 * installed the app anew. First the teams are noted as left, then the token is deleted: a process that dies between does it
 * again. Where a new token has come meanwhile, they are back.
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
  /** What events have said, until Slack's answer settles it. */
  const told = createExpiringCache<Removal>({
    freshMs: toldForMs,
    most: mostTold,
    now: () => installations.now(),
  });

  function toldOf(id: string): Removal | undefined {
    const event = told.find(id);
    return event?.isFresh ? event.value : undefined;
  }

  /** `isSuspected`: something says just now that the app may be gone; Slack may say so before it ends the token. */
  async function check(id: string, { isSuspected }: { isSuspected: boolean }): Promise<void> {
    const stored = await installations.find(id);
    if (!stored) return told.forget(id);
    const installation = await renewals.fresh(stored).catch(() => stored);
    const answer = await answerOn(installation);
    if (typeof answer === "object") return remove(installation, answer.because);
    if (isSuspected) await installations.checkIn(id, askAgainMs);
    else if (answer === "alive") told.forget(id);
  }

  async function answerOn(installation: Installation): Promise<"alive" | "unsaid" | { because: Removal }> {
    const { id } = installation;
    try {
      const { response_metadata: metadata } = await test(installation.token);
      onAlive(id, metadata?.scopes ?? []);
      return "alive";
    } catch (error) {
      const code = await lastWordOn(installation, codeOf(error));
      // An event may have come while Slack was being asked.
      const event = toldOf(id);
      const because = removalOf(code, { isTold: event !== undefined });
      if (because) return { because: event ?? because };
      log.warn({ id, code }, mayBeRemoved(code) ? doubt : unsaid);
      return "unsaid";
    }
  }

  /** A token that has ended is dead where there is no other one for it: an outage while that is fetched is no end. */
  async function lastWordOn(installation: Installation, code: string): Promise<string> {
    if (code !== "token_expired" || !installation.refresh) return code;
    return renewals.renewed(installation).then(() => "renewed", codeOf);
  }

  async function remove(installation: Installation, because: Removal): Promise<void> {
    const { id } = installation;
    const teams = await installations.servedAlone(id);
    for (const teamId of teams) await onRemoved(teamId, because);
    const isRemoved = await installations.remove(installation);
    told.forget(id);
    forget(id);
    for (const teamId of teams) forget(teamId);
    if (isRemoved) log.warn({ id, because }, "the app was removed; its tokens are deleted");
    else for (const teamId of teams) await onBack(teamId);
  }

  async function checkOnce(id: string): Promise<void> {
    if (underWay.has(id)) return;
    underWay.add(id);
    try {
      await check(id, { isSuspected: true });
    } catch (error) {
      log.error({ id, err: error }, "whether the app is still installed is not known; it is asked again");
      await installations.checkIn(id, askAgainMs).catch(() => undefined);
    } finally {
      underWay.delete(id);
    }
  }

  return {
    check: (id) => check(id, { isSuspected: false }),
    callFailed(id, code) {
      if (mayBeRemoved(code)) void checkOnce(id);
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
      for (const id of ids) {
        told.keep(id, toldOf(id) ?? because);
        void checkOnce(id);
      }
    },
  };
}
