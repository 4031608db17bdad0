/** What goes wrong with a call. Without `times`, once. */
export type Fault = {
  readonly times?: number;
  /** Answer `{ok:false,error}` instead of doing the work. */
  readonly error?: string;
  /** Answer exactly this, with status 200, instead of doing the work. */
  readonly body?: unknown;
  /** Answer with this page of a proxy's, with status 200, instead of doing the work. */
  readonly page?: string;
  /** Answer this HTTP status instead of doing the work. */
  readonly status?: number;
  /** The `Retry-After` of a status 429. */
  readonly retryAfterSeconds?: number | string;
  /** Wait before anything else. */
  readonly delayMs?: number;
  /** Cut the connection before or after the work was done. */
  readonly drop?: "before" | "after";
};

/** Faults set by the driver, by Web API method; `response_url` stands for every response_url. */
export type Faults = {
  set(method: string, fault: Fault): void;
  /** The fault of this call, if one is due; it counts as used. */
  take(method: string): Fault | undefined;
  clear(): void;
};

export function createFaults(): Faults {
  const due = new Map<string, Fault[]>();
  return {
    set(method, fault) {
      const queue = due.get(method) ?? [];
      queue.push(...Array.from({ length: fault.times ?? 1 }, () => fault));
      due.set(method, queue);
    },
    take: (method) => due.get(method)?.shift(),
    clear: () => due.clear(),
  };
}
