import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../log.ts";

/** Effects outside the process, each of which happens once, whichever process is asked for it and how often. */
export type Reservations = {
  /** True for the one who is to bring it about; with `forMs`, for the first within that time, and for nobody while it is under way. */
  reserve(tenantId: string, id: string, forMs?: number): Promise<boolean>;
  /** It certainly did not happen, or is to be tried again. */
  release(tenantId: string, id: string): Promise<void>;
  /** These have happened, or are over. */
  carriedOut(tenantId: string, ids: readonly string[]): Promise<void>;
  /** How far it is; undefined: nobody has reserved it. */
  standing(tenantId: string, id: string): Promise<Standing | undefined>;
};

/** `dead`: whoever was to bring it about has died over it, so that nobody can say whether it happened. */
export type Standing = "underWay" | "carriedOut" | "dead";

const lookAgainMs = 250;

/** Says to those who wait that it has happened. Where that cannot be written it has happened all the same; they read that nobody can say. */
export async function noteAsOver(
  reservations: Pick<Reservations, "carriedOut">,
  log: Log,
  { tenantId, ids }: { tenantId: string; ids: readonly string[] },
): Promise<void> {
  try {
    await reservations.carriedOut(tenantId, ids);
  } catch (error) {
    log.warn({ tenant: tenantId, err: error }, "that something has happened could not be noted");
  }
}

/** What somebody else has reserved: waits while it is under way. False: it did not happen, or nobody can say. */
export async function hasHappened(
  reservations: Pick<Reservations, "standing">,
  tenantId: string,
  id: string,
): Promise<boolean> {
  return (await outcomeOf(reservations, tenantId, id)) === "carriedOut";
}

/** The same, and which of the two it is. */
export async function outcomeOf(
  reservations: Pick<Reservations, "standing">,
  tenantId: string,
  id: string,
): Promise<Exclude<Standing, "underWay"> | undefined> {
  for (;;) {
    const standing = await reservations.standing(tenantId, id);
    if (standing !== "underWay") return standing;
    await sleep(lookAgainMs);
  }
}
