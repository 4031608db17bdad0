import { onTestFinished } from "vitest";
import {
  createTavusStandIn,
  defaultTavusKey,
  type TavusStandInOptions,
} from "../../sandbox/stand-ins/tavus/stand-in.ts";
import { createTavusClient, type TavusClientOptions } from "../../src/tavus/client.ts";
import { TavusError } from "../../src/tavus/errors.ts";
import type { PersonaBody } from "../../src/tavus/persona-body.ts";
import { pointerTo } from "../../src/tavus/pointer.ts";
import type { TavusPersona } from "../../src/tavus/schemas.ts";

export const key = defaultTavusKey;

export async function startStandIn(options: TavusStandInOptions = {}) {
  const standIn = await createTavusStandIn(options);
  onTestFinished(() => standIn.close());
  return standIn;
}

/** A client of `apiUrl`, closed with the test. */
export function connect(apiUrl: string, options: Partial<TavusClientOptions> = {}) {
  const client = createTavusClient({ apiUrl, vocabulary: "personas", ...options });
  onTestFinished(() => client.close());
  return client;
}

export async function startTavus(options: TavusStandInOptions & Partial<TavusClientOptions> = {}) {
  const standIn = await startStandIn(options);
  return { standIn, client: connect(standIn.url, options), account: standIn.account() };
}

type Members = { name?: string; systemPrompt?: string; replicaId?: string };

export function aPersona({
  name = "Ada",
  systemPrompt = "You are Ada.",
  replicaId,
}: Members = {}): PersonaBody {
  return [
    ["/persona_name", name],
    ["/system_prompt", systemPrompt],
    ...(replicaId ? [["/default_replica_id", replicaId] as const] : []),
    ["/layers/llm/model", "tavus-glm-4.7"],
  ];
}

/** What a persona holds at each of these JSON Pointers. */
export function heldAt({ at }: TavusPersona, ...paths: string[]): Record<string, unknown> {
  return Object.fromEntries(paths.map((path) => [path, at(pointerTo(path))]));
}

/** The TavusError a call ends in; anything else fails the test. */
export async function errorOf(call: Promise<unknown>): Promise<TavusError> {
  const outcome = await call.then(
    () => "a success",
    (error: unknown) => error,
  );
  if (outcome instanceof TavusError) return outcome;
  throw new Error("expected a TavusError", { cause: outcome });
}
