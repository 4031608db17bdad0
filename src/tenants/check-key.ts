import type { TavusClient } from "../tavus/client.ts";
import { TavusError, type TavusErrorKind } from "../tavus/errors.ts";
import type { KeySight } from "./settings.ts";

/** What Tavus says to a key. `unreachable`: it could not be asked; `cause` says why, `incident` finds it in the log. */
export type KeyCheck =
  | { kind: "good"; sees: KeySight }
  | { kind: "refused"; words: string | undefined }
  | { kind: "unreachable"; cause: TavusErrorKind; words?: string | undefined; incident: string };

/** Asks Tavus what of its own the account of this key holds. Changes nothing there. */
export async function checkKey(tavus: TavusClient, key: string): Promise<KeyCheck> {
  try {
    const [personas, replicas] = await Promise.all([tavus.countPersonas(key), tavus.replicas.list(key)]);
    const own = replicas.filter(({ type }) => type !== "system");
    return { kind: "good", sees: { personas, replicas: own.length } };
  } catch (error) {
    if (!(error instanceof TavusError)) throw error;
    const { kind: cause, words, incident } = error;
    if (cause === "invalidKey") return { kind: "refused", words };
    return { kind: "unreachable", cause, words, incident };
  }
}
