import { createExpiringCache } from "../expiring-cache.ts";
import type { Log } from "../log.ts";
import { hasFailed, isDone, isUnderWay, readStatus } from "../tavus/answers/status-words.ts";
import type { TavusReplica, TavusVoice } from "../tavus/calls/replica-schemas.ts";
import type { TavusClient } from "../tavus/client.ts";
import type { TavusKey } from "../tavus/key.ts";
import { type AccountLists, createAccountLists, type Look } from "./account-lists.ts";
import { createFailureReasons } from "./failure-reasons.ts";

/** A face and voice that Tavus offers this account. */
export type Replica = TavusReplica;
export type Voice = TavusVoice;

/** What a team sees now; undefined: it has no key. */
export type TeamLook<Row> = Look<Row> | undefined;

type Person = { tenantId: string; userId: string };

/** The replicas and voices that a team may use, by its key. Nothing here waits for Tavus but where it says so. */
export type TeamReplicas = {
  /** For choosing, own ones first; empty without a key. A first list may take up to a second. */
  usable(tenantId: string): Promise<readonly Replica[]>;
  /** One of them, whatever its state; undefined where it is not known by now. Waits as `usable` does. */
  find(tenantId: string, id: string): Promise<Replica | undefined>;
  /** The same without waiting at all, for a form that is about to open. */
  known(tenantId: string): Promise<readonly Replica[]>;
  /** What is in memory of them, to call them by name; nothing is asked. */
  remembered(tenantId: string): Promise<readonly Replica[]>;
  /** `newer`: something was looked for that is not in what is known. */
  look(tenantId: string, wish?: { newer: boolean }): Promise<TeamLook<Replica>>;
  /** Notes that this person looks at something; what it returns says whether that is still the last they have looked at. */
  beginLook(person: Person): () => boolean;
  /** Why each of them failed, as far as that is known, and when what is not known, or not any more, has been asked. */
  reasons(tenantId: string, ids: readonly string[]): Promise<Reasons>;
  voices: {
    usable(tenantId: string): Promise<readonly Voice[]>;
    remembered(tenantId: string): Promise<readonly Voice[]>;
    find(tenantId: string, id: string): Promise<Voice | undefined>;
    look(tenantId: string): Promise<TeamLook<Voice>>;
  };
};

export type Reasons = { of(id: string): string | undefined; coming: Promise<void> | undefined };

/** People whose newest look is remembered. */
const mostPeople = 2000;

export function createTeamReplicas({
  tavus,
  keys,
  log,
  now,
}: {
  tavus: Pick<TavusClient, "replicas" | "voices">;
  keys: { keyFor(tenantId: string): Promise<TavusKey | undefined> };
  log: Log;
  now(): number;
}): TeamReplicas {
  const tools = { log, now };
  const replicas = createAccountLists<Replica>({
    ...tools,
    what: "replicas",
    read: (key, onRows) => tavus.replicas.read(key, onRows),
    isStock: ({ type }) => type === "system",
    isRestless: isInTraining,
  });
  const voices = createAccountLists<Voice>({
    ...tools,
    what: "voices",
    read: (key, onRows) => tavus.voices.read(key, onRows),
    // Their rows do not say whose they are.
    isStock: () => false,
    isRestless: () => false,
  });
  const reasons = createFailureReasons(tavus, tools);
  const newest = createExpiringCache<symbol>({ freshMs: Number.POSITIVE_INFINITY, most: mostPeople, now });

  async function rowsOf<Row>(lists: AccountLists<Row>, tenantId: string): Promise<readonly Row[]> {
    const key = await keys.keyFor(tenantId);
    return key ? lists.rows(key) : [];
  }

  async function rememberedIn<Row>(lists: AccountLists<Row>, tenantId: string): Promise<readonly Row[]> {
    const key = await keys.keyFor(tenantId);
    return key ? lists.remembered(key) : [];
  }

  return {
    usable: async (tenantId) => (await rowsOf(replicas, tenantId)).filter(isUsable),
    async known(tenantId) {
      const key = await keys.keyFor(tenantId);
      return (key && replicas.look(key).list?.rows.filter(isUsable)) ?? [];
    },
    remembered: (tenantId) => rememberedIn(replicas, tenantId),
    find: async (tenantId, id) => (await rowsOf(replicas, tenantId)).find((one) => one.id === id),
    async look(tenantId, wish) {
      const key = await keys.keyFor(tenantId);
      return key && replicas.look(key, wish);
    },
    beginLook({ tenantId, userId }) {
      const who = `${tenantId} ${userId}`;
      const token = Symbol(who);
      newest.keep(who, token);
      return () => newest.find(who)?.value === token;
    },
    async reasons(tenantId, ids) {
      const key = await keys.keyFor(tenantId);
      if (!key) return { of: () => undefined, coming: undefined };
      const coming = reasons.fetch(key, ids);
      return { of: (id) => reasons.find(key, id), coming };
    },
    voices: {
      usable: async (tenantId) => (await rowsOf(voices, tenantId)).filter(isUsable),
      remembered: (tenantId) => rememberedIn(voices, tenantId),
      find: async (tenantId, id) => (await rowsOf(voices, tenantId)).find((one) => one.id === id),
      async look(tenantId) {
        const key = await keys.keyFor(tenantId);
        return key && voices.look(key);
      },
    },
  };
}

/** What does not say its state can be tried. */
export function isUsable({ status }: { status?: string | undefined }): boolean {
  return status === undefined || isDone(readStatus(status));
}

export function isInTraining({ status }: Pick<Replica, "status">): boolean {
  return isUnderWay(readStatus(status));
}

export function isBroken({ status }: Pick<Replica, "status">): boolean {
  return hasFailed(readStatus(status));
}
