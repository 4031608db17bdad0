import type { FaultName, FaultScope } from "../stand-ins/tavus/faults.ts";
import type { Operation } from "../stand-ins/tavus/routes.ts";
import type { TavusStandIn } from "../stand-ins/tavus/stand-in.ts";
import type { FaultSwitch } from "./protocol/act.ts";

export type FaultPanel = {
  /** Which switch is on. */
  readonly current: FaultSwitch | undefined;
  /** Puts this switch on and the others off. */
  choose(fault: FaultSwitch | undefined): void;
};

/** What costs credits. */
const makes: readonly Operation[] = ["create persona", "create conversation", "create video"];

/** What each switch does, and to which requests; an empty list stands for all. */
const switches: Record<FaultSwitch, { fault: FaultName; operations: readonly Operation[] }> = {
  outOfCredits: { fault: "outOfCredits", operations: makes },
  invalidKey: { fault: "invalidKey", operations: [] },
  slow: { fault: "slow", operations: [] },
  unreachable: { fault: "unreachable", operations: [] },
  serverErrors: { fault: "serverErrors", operations: [] },
  rateLimited: { fault: "rateLimited", operations: [] },
  // Reading still works, so the bot can be watched finding what it had lost.
  losesAnswer: {
    fault: "losesAnswer",
    operations: [...makes, "patch persona", "delete persona", "end conversation", "delete video"],
  },
  tooManyCalls: { fault: "tooManyConversations", operations: ["create conversation"] },
  endless: { fault: "serverErrors", operations: ["end conversation"] },
  noVideos: { fault: "serverErrors", operations: ["create video"] },
  unreadableVideos: { fault: "serverErrors", operations: ["get video", "list videos"] },
};

export function createFaultPanel(tavus: TavusStandIn): FaultPanel {
  let current: FaultSwitch | undefined;
  return {
    get current() {
      return current;
    },
    choose(next) {
      tavus.clearFaults();
      current = next;
      if (next === undefined) return;
      const { fault, operations } = switches[next];
      for (const scope of scopesOf(operations)) tavus.setFault(fault, scope);
    },
  };
}

function scopesOf(operations: readonly Operation[]): FaultScope[] {
  return operations.length === 0 ? [{}] : operations.map((operation) => ({ operation }));
}
