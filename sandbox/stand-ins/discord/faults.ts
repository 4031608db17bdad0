import { setTimeout as delay } from "node:timers/promises";

/** What shall go wrong with the bot's next REST requests. */
export interface Fault {
  /** A pattern tested against "METHOD /path" without "/api/v10", as in /^POST \/interactions/. */
  match: RegExp;
  /** How many matching requests it spoils. Default 1. */
  times?: number;
  /** Waits before anything is done. */
  delayMs?: number;
  /** Answers this instead of doing the work. */
  answer?: { status: number; body?: unknown; headers?: Record<string, string> };
  /** Answers 429 with this `retry_after` instead of doing the work. */
  retryAfterSeconds?: number;
  /** Cuts the connection before the work is done, or after it, in place of the answer. */
  drop?: "before" | "after";
}

export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A cut connection is told from an answer by this. */
export const dropped = Symbol("dropped connection");

type Spoilable = { readonly faults: Fault[] };

/** Runs the work, or spoils it if a fault is set for this request. */
export async function underFaults(
  world: Spoilable,
  line: string,
  work: () => Promise<Answer>,
): Promise<Answer | typeof dropped> {
  const fault = takeFault(world, line);
  if (fault === undefined) return work();
  if (fault.delayMs !== undefined) await delay(fault.delayMs);
  if (fault.drop === "before") return dropped;
  if (fault.retryAfterSeconds !== undefined) return rateLimited(fault.retryAfterSeconds);
  if (fault.answer !== undefined) return fault.answer;
  const answer = await work();
  return fault.drop === "after" ? dropped : answer;
}

function takeFault(world: Spoilable, line: string): Fault | undefined {
  const index = world.faults.findIndex((candidate) => candidate.match.test(line));
  const fault = world.faults[index];
  if (fault === undefined) return undefined;
  const left = (fault.times ?? 1) - 1;
  if (left > 0) world.faults[index] = { ...fault, times: left };
  else world.faults.splice(index, 1);
  return fault;
}

function rateLimited(seconds: number): Answer {
  return {
    status: 429,
    body: { message: "You are being rate limited.", retry_after: seconds, global: false },
    headers: { "retry-after": String(seconds), "x-ratelimit-scope": "user" },
  };
}
