import type { Operation } from "./routes.ts";

/**
 * How a request goes wrong. What is not set stays as it is, so `{ delayMs: 3000 }` alone answers rightly, late.
 * The work of the request is not done when another answer, `drop` or `hang` is set, unless `workFirst` is.
 */
export type Fault = {
  delayMs?: number;
  /** The answer instead of the truth. A text goes out as it is, anything else as JSON. */
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** The connection is cut instead of answered. */
  drop?: boolean;
  /** The connection stays open and nothing comes. */
  hang?: boolean;
  /** The head and half of the body come before a `drop` or `hang`. */
  cutShort?: boolean;
  /** The work is done at once, before anything else of the fault: only its answer is late or lost. */
  workFirst?: boolean;
};

export const namedFaults = {
  outOfCredits: { status: 402, body: { message: "The user is out of conversational credits." } },
  invalidKey: { status: 401, body: { message: "Invalid access token" } },
  tooManyConversations: {
    status: 400,
    body: { message: "User has reached maximum concurrent conversations" },
  },
  rejected: { status: 400, body: { error: "There was an error creating the persona" } },
  rateLimited: { status: 429, body: { message: "Too many requests" } },
  rateLimitedFor20s: {
    status: 429,
    body: { message: "Too many requests" },
    headers: { "retry-after": "20" },
  },
  serverErrors: { status: 503, body: { message: "Service Unavailable" } },
  nonsense: { status: 200, body: "<html><body>Welcome to nginx!</body></html>" },
  emptyReply: { status: 200, body: {} },
  slow: { delayMs: 3_000 },
  unreachable: { drop: true },
  dropBefore: { drop: true },
  dropAfter: { drop: true, workFirst: true },
  losesAnswer: { drop: true, workFirst: true },
  hang: { hang: true },
  hangAfter: { hang: true, workFirst: true },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof namedFaults;

/** Which requests a fault strikes. Everything left out means: all. */
export type FaultScope = {
  /** One of the account's keys. */
  key?: string;
  operation?: Operation;
  /** The number of matching requests that it spoils. */
  times?: number;
};

type SetFault = { fault: Fault; scope: FaultScope; left: number };

/** The faults in force. Where several match, the one set last strikes. */
export class FaultBoard {
  #faults: SetFault[] = [];

  set(fault: Fault, scope: FaultScope): () => void {
    const entry = { fault, scope, left: scope.times ?? Number.POSITIVE_INFINITY };
    this.#faults.unshift(entry);
    return () => this.#remove(entry);
  }

  clear(): void {
    this.#faults = [];
  }

  /** The fault for this request, counted as used. `keys` are all that open the account of the request. */
  take(operation: Operation | undefined, keys: ReadonlySet<string>): Fault | undefined {
    const entry = this.#faults.find(({ scope }) => strikes(scope, operation, keys));
    if (!entry) return undefined;
    entry.left -= 1;
    if (entry.left <= 0) this.#remove(entry);
    return entry.fault;
  }

  #remove(entry: SetFault): void {
    this.#faults = this.#faults.filter((other) => other !== entry);
  }
}

function strikes(scope: FaultScope, operation: Operation | undefined, keys: ReadonlySet<string>): boolean {
  const isForOperation = scope.operation === undefined || scope.operation === operation;
  return isForOperation && (scope.key === undefined || keys.has(scope.key));
}
