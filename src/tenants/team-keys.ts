import type { Secrets } from "../database/team/secrets.ts";
import type { UncheckedKeys } from "../database/team/unchecked-keys.ts";
import type { TavusClient } from "../tavus/client.ts";
import { checkKey, type KeyCheck } from "./check-key.ts";
import { type KeyOwner, keyTag, type TenantKeys } from "./keys.ts";
import type { KeySight, SettingsChange, TeamSettings } from "./settings.ts";

/** A key that a person has typed; what stood around it is removed already. */
export type TypedKey = { tenantId: string; userId: string; value: string };

/** What was going on under a key that is forgotten, and was ended with it, or could not be. */
export type EndedRooms = {
  ended: number;
  left: number;
  /** The same of the links outside. */
  pages?: { ended: number; left: number };
};

/** `isOther`: calls went out with another key before, or with none, so the account may be another one. */
export type StoredKeyChange = { isOther: boolean; rooms: EndedRooms };

/** `beside`: what was typed with a key, stored in one commit with it. `stored` is called after that, before anything that may fail then. */
type StoredAlong = { beside?: SettingsChange; stored?(): Promise<void> };

/** `gone`: its quarter of an hour is over, or it was stored already. */
export type KeptUnchecked = { kind: "gone" } | { kind: "refused" } | ({ kind: "stored" } & StoredKeyChange);

/** How long a key waits, sealed, for an admin's word when Tavus could not be asked about it. */
const setAsideMs = 15 * 60_000;

export type TeamKeys = {
  /** False: setup must say that the operator has to set ENCRYPTION_KEYS first. */
  canStore: boolean;
  owner(tenantId: string): Promise<KeyOwner>;
  /** Whose it is once the team's own is removed. */
  nextOwner(tenantId: string): Promise<KeyOwner>;
  check(value: string): Promise<KeyCheck>;
  /** Encrypts and stores it; `sees` is what Tavus said it opens. What waited for a key goes on. */
  store(key: TypedKey, sees: KeySight | null, along?: StoredAlong): Promise<StoredKeyChange>;
  /** Keeps a key that could not be checked, in the place of an earlier one. */
  setAside(key: TypedKey): Promise<void>;
  /** Stores the key of this tag if it was set aside last: Tavus is asked once more, and only its refusal keeps it out. */
  keepUnchecked(tenantId: string, tag: string): Promise<KeptUnchecked>;
  /** The team's own key is forgotten here, once its rooms are ended; undefined: there was none. */
  remove(tenantId: string): Promise<EndedRooms | undefined>;
};

export type TeamKeysDeps = {
  settings: TeamSettings;
  /** Undefined: no ENCRYPTION_KEYS are set. */
  secrets: Secrets | undefined;
  unchecked: UncheckedKeys;
  keys: TenantKeys;
  tavus: TavusClient;
  now(): number;
  /** Ends the rooms that were made with this key, while it is still known. */
  endRooms(tenantId: string, tag: string): Promise<EndedRooms>;
  /** Lets what waited for a key go on. */
  keyChanged(tenantId: string): Promise<void>;
};

/** The keys that teams bring themselves, as setup changes them. None is kept in memory. */
export function createTeamKeys(deps: TeamKeysDeps): TeamKeys {
  const { settings, secrets, unchecked, keys, tavus, keyChanged } = deps;
  return {
    canStore: secrets !== undefined,
    owner: (tenantId) => keys.ownerFor(tenantId),
    nextOwner: (tenantId) => keys.ownerWithoutOwn(tenantId),
    check: (value) => checkKey(tavus, value),
    store: (key, sees, along) => store(deps, key, { sees, ...along }),

    async setAside({ tenantId, userId, value }) {
      const sealed = sealedBy(secrets, tenantId, value);
      await unchecked.keep(tenantId, { sealed, userId }, setAsideMs);
    },

    async keepUnchecked(tenantId, tag) {
      const isMeant = ({ sealed }: { sealed: string }) => {
        const opened = secrets?.open(tenantId, sealed);
        return opened !== undefined && keyTag(opened) === tag;
      };
      const waiting = await unchecked.find(tenantId, isMeant);
      const value = waiting && secrets?.open(tenantId, waiting.sealed);
      if (!waiting || value === undefined) return { kind: "gone" };
      // It waits on all the while: this process may die over the question, and it lies nowhere else.
      const check = await checkKey(tavus, value);
      if (check.kind === "refused") {
        await unchecked.forget(tenantId, waiting);
        return { kind: "refused" };
      }
      if (!(await unchecked.find(tenantId, isMeant))) return { kind: "gone" };
      const sees = check.kind === "good" ? check.sees : null;
      const change = await store(deps, { tenantId, userId: waiting.userId, value }, { sees });
      return { kind: "stored", ...change };
    },

    async remove(tenantId) {
      await unchecked.forget(tenantId);
      const { key } = await settings.of(tenantId);
      if (!key) return undefined;
      const rooms = await deps.endRooms(tenantId, key.tag);
      await settings.change(tenantId, { key: null });
      await keyChanged(tenantId);
      return rooms;
    },
  };
}

async function store(
  { settings, secrets, unchecked, keys, now, endRooms, keyChanged }: TeamKeysDeps,
  { tenantId, userId, value }: TypedKey,
  { sees, beside = {}, stored }: StoredAlong & { sees: KeySight | null },
): Promise<StoredKeyChange> {
  const before = await keys.keyFor(tenantId);
  const tag = keyTag(value);
  const at = new Date(now()).toISOString();
  const key = {
    sealed: sealedBy(secrets, tenantId, value),
    tag,
    lastFour: lastFourOf(value),
    setBy: userId,
    setAt: at,
    checkedAt: sees ? at : null,
    sees,
  };
  const replaced = (await settings.of(tenantId)).key;
  const isReplaced = replaced && replaced.tag !== tag;
  const rooms = isReplaced ? await endRooms(tenantId, replaced.tag) : { ended: 0, left: 0 };
  await settings.change(tenantId, { ...beside, key });
  await stored?.();
  await unchecked.forget(tenantId);
  await keyChanged(tenantId);
  return { isOther: before?.tag !== tag, rooms };
}

/** Enough to tell keys apart; of one so short that four give it away, nothing. */
function lastFourOf(value: string): string {
  const shortest = 12;
  return value.length < shortest ? "" : value.slice(-4);
}

function sealedBy(secrets: Secrets | undefined, tenantId: string, value: string): string {
  if (!secrets) throw new Error("Without ENCRYPTION_KEYS no key can be stored; ask canStore first.");
  return secrets.seal(tenantId, value);
}
