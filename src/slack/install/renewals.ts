import { setTimeout as delay } from "node:timers/promises";
import { webApi } from "@slack/bolt";
import type { Log } from "../../log.ts";
import { within } from "../../within.ts";
import { createPauses } from "../pauses.ts";
import { codeOf } from "../slack-error.ts";
import { noTokenError } from "../workspaces/absent-workspace.ts";
import type { Installation, Installations, Token } from "./installation.ts";

/** A token lives for 12 hours; another one is fetched so long before it ends, as Bolt does. */
const windowMs = 2 * 3_600_000;
/** A token that ends within this is not used for another call. */
const spareMs = 60_000;
/** Longer than the exchange may take, with storing what came of it. */
const leaseMs = 20_000;
const pollMs = 100;
/** What a form waits for must come within three seconds. A token that still lives is used where another one is not had by then. */
const livingPatienceMs = 500;
/** An exchange that failed is not tried again with every call. */
const afterFailureMs = 30_000;
/** Slack takes a refresh token once, so what it gave for it must be stored, however long the database is away. */
const storingPausesMs = [100, 300, 1000, 3000, 10_000];

/** Fetches another token for a refresh token: https://docs.slack.dev/authentication/using-token-rotation */
export type Exchange = (refreshToken: string) => Promise<Token>;

export type Renewals = {
  /** The same installation with a token that still lives for a while. Rejects where none can be had. */
  fresh(installation: Installation): Promise<Installation>;
  /** The same, although this one should live: Slack says that it does not. */
  renewed(installation: Installation): Promise<Installation>;
  /** Resolves when none is under way: what Slack has given for a token that it takes once must not be lost with the process. */
  idle(): Promise<void>;
};

/** Renews tokens before they end: one process does, once, and the others take what came of it. */
export function createRenewals({
  installations,
  exchange,
  log,
}: {
  installations: Installations;
  exchange: Exchange;
  log: Log;
}): Renewals {
  const underWay = new Map<string, Promise<Installation | undefined>>();
  const pauses = createPauses();

  /** Undefined: another process has it renewed, or died while it did. */
  function tryOnce(installation: Installation): Promise<Installation | undefined> {
    const { tokenId } = installation;
    const running = underWay.get(tokenId);
    if (running) return running;
    const trial = renewIfFree(installation).finally(() => underWay.delete(tokenId));
    underWay.set(tokenId, trial);
    return trial;
  }

  async function renewIfFree(installation: Installation): Promise<Installation | undefined> {
    if (await installations.claimRenewal(installation, leaseMs)) return renewNow(installation);
    const found = await installations.find(installation.id);
    if (!found) throw noTokenError();
    return found.tokenId === installation.tokenId ? undefined : found;
  }

  async function renew(installation: Installation): Promise<Installation> {
    const untilMs = performance.now() + leaseMs;
    while (performance.now() < untilMs) {
      const renewed = await tryOnce(installation);
      if (renewed) return renewed;
      await delay(pollMs);
    }
    throw notRenewedYet();
  }

  /** The old one goes on while it lives: whoever renews it may be slow, or dead. */
  async function renewSoon(installation: Installation): Promise<Installation> {
    const trial = tryOnce(installation).catch(() => undefined);
    const renewed = (await within(trial, livingPatienceMs, { ref: false }))?.value;
    const { tokenId } = installation;
    if (!renewed && pauses.leftMs(tokenId) === 0) pauses.begin(tokenId, livingPatienceMs);
    return renewed ?? installation;
  }

  async function renewNow(installation: Installation): Promise<Installation> {
    const token = await exchangeOrRelease(installation);
    if (token) await store(installation, token);
    const found = await installations.find(installation.id);
    if (!found) throw noTokenError();
    return found;
  }

  /**
   * Undefined: this took longer than its lease, and another process has had it renewed. Slack takes a refresh token once, and what it
   * says of one that was taken reads as though the app had been removed.
   */
  async function exchangeOrRelease(installation: Installation): Promise<Token | undefined> {
    try {
      return await exchange(installation.refresh?.token ?? "");
    } catch (error) {
      const found = await installations.find(installation.id).catch(() => undefined);
      if (found && found.tokenId !== installation.tokenId) return undefined;
      pauses.begin(installation.tokenId, afterFailureMs);
      log.warn({ id: installation.id, code: codeOf(error) }, "Slack did not renew a token");
      await installations.releaseRenewal(installation);
      throw error;
    }
  }

  async function store(installation: Installation, token: Token): Promise<void> {
    for (const pauseMs of [...storingPausesMs, undefined]) {
      try {
        // Where another token stands there by now, this one is of no use.
        await installations.renew(installation, token);
        return;
      } catch (error) {
        if (pauseMs === undefined) throw error;
        await delay(pauseMs);
      }
    }
  }

  return {
    async fresh(installation) {
      const { refresh, tokenId } = installation;
      const leftMs = refresh ? refresh.expiresAtMs - installations.now() : Number.POSITIVE_INFINITY;
      if (leftMs > windowMs) return installation;
      if (leftMs <= spareMs) return renew(installation);
      if (pauses.leftMs(tokenId) > 0) return installation;
      return renewSoon(installation);
    },
    renewed: renew,
    async idle() {
      await Promise.allSettled(underWay.values());
    },
  };
}

/** Slack's own word for what passes: another process is at it, and the token that it fetches is there later. */
function notRenewedYet(): webApi.WebAPIPlatformError {
  return new webApi.WebAPIPlatformError({ ok: false, error: "request_timeout" });
}
