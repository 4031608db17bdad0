import { TavusError } from "../../tavus/errors.ts";
import type { TavusPersona } from "../../tavus/persona-row.ts";
import type { TavusKey } from "../../tenants/keys.ts";
import type { SyncDeps } from "../deps.ts";
import { isOfOneAlone } from "../resolve/read-theirs.ts";
import type { TeamAccount } from "../team-account.ts";
import type { PageRow } from "./pages/account-page.ts";
import { digestOf, type RemoteTexts, textsOf } from "./pages/digest-page.ts";
import type { PageReader } from "./pages/page-reader.ts";
import type { RemoteDigest } from "./plan.ts";
import type { SyncReport } from "./report.ts";
import type { SyncRun } from "./run.ts";
import type { SyncRequest } from "./sync-verbs.ts";

/** What every part of one sync works with. */
export type SyncContext = {
  deps: SyncDeps;
  request: SyncRequest;
  key: TavusKey;
  account: TeamAccount;
  pages: PageReader;
  run: SyncRun;
  report: SyncReport;
};

/** Single personas asked for at once. */
export const personasInFlight = 4;
/** Pages asked for at once: Tavus names no limit; one that it sets is waited for, by each page alone. */
export const pagesInFlight = 6;

/** A Tavus persona; one of a page has its texts as long as the page is worked on. */
export type Remote = RemoteDigest & { texts(): RemoteTexts };

type Seen = { isOwn: boolean; readMs: number };

export function remoteFrom(persona: TavusPersona, seen: Seen): Remote {
  return remoteOf({ ...digestOf(persona), texts: () => textsOf(persona) }, seen);
}

export function remoteOf({ id, ...row }: PageRow, seen: Seen): Remote {
  return { tavusPersonaId: id, ...row, ...seen };
}

const mostTries = 3;
const firstPauseMs = 500;
const longestPauseMs = 30_000;

/**
 * A reading is tried again when Tavus answers that it is busy or broken; a person waits, so not for long. Throws
 * TavusError, or SyncStopped when somebody presses Cancel meanwhile.
 */
export async function readPatiently<T>(
  { run }: Pick<SyncContext, "run">,
  read: () => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await read();
    } catch (error) {
      // It may be our own stopping that ended the reading.
      run.checkStop();
      const isPassing =
        error instanceof TavusError && (error.kind === "rateLimited" || (error.status ?? 0) >= 500);
      if (!isPassing || tries === mostTries) throw error;
      // What names a time that is over would have the last try follow the first at once.
      const pauseMs = Math.max(error.retryAfterMs ?? 0, firstPauseMs * 2 ** (tries - 1));
      if (pauseMs > longestPauseMs) throw error;
      await run.rest(pauseMs);
    }
  }
}

/**
 * The persona as it is in Tavus now. `gone`: Tavus says that there is none. `unreadable`: what it says of this one cannot be
 * read, or is another team's business: it is counted, and is no reason to leave the others. `isUnlisted`: a complete reading
 * did not show it.
 */
export async function readOne(
  context: SyncContext,
  id: string,
  { isOwn, isUnlisted = false }: { isOwn: boolean; isUnlisted?: boolean },
): Promise<Remote | "gone" | "unreadable"> {
  const { deps, account, report } = context;
  const readMs = deps.linking.now();
  try {
    return remoteFrom(await readPatiently(context, () => account.get(id, { isUnlisted })), {
      isOwn,
      readMs,
    });
  } catch (error) {
    if (error instanceof TavusError && error.kind === "notFound") return "gone";
    if (!isOfOneAlone(error)) throw error;
    if (error.kind === "otherTeams") report.addOthers([id]);
    else report.countUnreadable(1);
    return "unreadable";
  }
}
