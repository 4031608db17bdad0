import { notedFingerprint, type Secrets } from "../team/secrets.ts";

export type SealedText = { tenantId: string; sealed: string };

/** What is sealed with one key. */
export type SealedGroup = {
  /** Undefined: a version before this one sealed it, which noted none, and none of today's keys opens it. */
  fingerprint: string | undefined;
  count: number;
  /** How many of them today's keys do not open, and whose these are; at most `mostNamed` are named. */
  closed: number;
  closedTeams: string[];
};

/** A line of the log, or of the doctor, shall stay readable. */
const mostNamed = 50;

/** Counts sealed texts by the key that they are sealed with. */
export function createTally(secrets: Secrets | undefined) {
  const groups = new Map<string | undefined, SealedGroup>();
  return {
    add({ tenantId, sealed }: SealedText): void {
      const fingerprint = secrets ? secrets.sealedWith(tenantId, sealed) : notedFingerprint(sealed);
      const group = groups.get(fingerprint) ?? { fingerprint, count: 0, closed: 0, closedTeams: [] };
      groups.set(fingerprint, group);
      group.count += 1;
      if (secrets?.open(tenantId, sealed) !== undefined) return;
      group.closed += 1;
      const isNew = !group.closedTeams.includes(tenantId);
      if (isNew && group.closedTeams.length < mostNamed) group.closedTeams.push(tenantId);
    },

    groups: (): SealedGroup[] => [...groups.values()],
  };
}

/** What cannot be opened, and with what it could be; undefined: everything can. */
export type Locked = {
  count: number;
  teams: string[];
  /** Fingerprints of keys that are not set. */
  missing: string[];
  /** Plain sentences: what to do about it. */
  remedy: string;
};

export function lockedIn(groups: readonly SealedGroup[], secrets: Secrets | undefined): Locked | undefined {
  const closed = groups.filter((group) => group.closed > 0);
  if (closed.length === 0) return undefined;
  const names = closed.flatMap(({ fingerprint }) => fingerprint ?? []);
  const missing = names.filter((fingerprint) => !secrets?.fingerprints.includes(fingerprint));
  return {
    count: closed.reduce((sum, group) => sum + group.closed, 0),
    teams: [...new Set(closed.flatMap(({ closedTeams }) => closedTeams))].slice(0, mostNamed),
    missing,
    remedy: [...remedies({ closed, missing, hasKeys: secrets !== undefined }), again].join(" "),
  };
}

const again = "If a key is lost, let these teams type their Tavus keys again with /persona-setup.";

function remedies(about: {
  closed: readonly SealedGroup[];
  missing: readonly string[];
  hasKeys: boolean;
}): string[] {
  const { closed, missing, hasKeys } = about;
  const isUnnamed = closed.some(({ fingerprint }) => fingerprint === undefined);
  const wanted = missing.map((fingerprint) => `the key with the fingerprint ${fingerprint}`);
  if (isUnnamed) wanted.push("the ENCRYPTION_KEY that was set before");
  const place = hasKeys ? "to ENCRYPTION_KEYS, behind the one that seals" : "to ENCRYPTION_KEYS";
  if (wanted.length > 0) return wanted.map((key) => `Add ${key} ${place}.`);
  return ["Their keys are set, so these rows were changed or moved: put a backup in the database's place."];
}
