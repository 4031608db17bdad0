import { TavusError } from "../tavus/errors.ts";
import type { Cause } from "../warnings/causes.ts";
import type { PersonaDeps } from "./deps.ts";
import { patchFor } from "./patch.ts";

/** What Tavus holds beside what is here: field names that differ, or why that is not known. */
export type Comparison =
  | { kind: "same" }
  | { kind: "differs"; fields: string[] }
  | { kind: "gone" }
  | { kind: "unknown"; why: Cause };

const fieldNames: [prefix: string, name: string][] = [
  ["/persona_name", "name"],
  ["/system_prompt", "prompt"],
  ["/default_replica_id", "replica"],
  ["/layers/llm", "model"],
  ["/layers/tts", "voice"],
  ["/layers", "model and voice"],
];

/** Reads the linked Tavus persona and compares what we would send. */
export async function compareWithTavus(deps: PersonaDeps, tenantId: string, id: string): Promise<Comparison> {
  const row = await deps.store.find(tenantId, id);
  const key = await deps.keys.keyFor(tenantId);
  if (!row?.tavus_persona_id || !key) return { kind: "unknown", why: "noKey" };
  try {
    const theirs = await deps.tavus.getPersona(key.value, row.tavus_persona_id);
    const fields = new Set(patchFor(row, theirs).map(({ path }) => nameOf(path)));
    return fields.size === 0 ? { kind: "same" } : { kind: "differs", fields: [...fields] };
  } catch (error) {
    if (!(error instanceof TavusError)) throw error;
    return error.kind === "notFound" ? { kind: "gone" } : { kind: "unknown", why: error.kind };
  }
}

function nameOf(path: string): string {
  return fieldNames.find(([prefix]) => path.startsWith(prefix))?.[1] ?? path;
}
